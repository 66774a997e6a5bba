import {
    Body,
    Controller,
    Delete,
    type DynamicModule,
    Get,
    Headers,
    HttpException,
    Inject,
    Module,
    type OnApplicationShutdown,
    Post
} from "@nestjs/common";
import {
    ErrorCode,
    IdentityDeletionModule,
    type IdentityDeletionModuleOptions,
    type IdentityDeletionProcessDTO,
    type IdentityDeletionProcessFacade
} from "identity-deletion-process";
import { messageFor } from "identity-deletion-process/messages";

const statuses: Partial<Record<string, number>> = {
    [ErrorCode.noActiveIdentityDeletionProcess]: 404,
    [ErrorCode.activeIdentityDeletionProcessAlreadyExists]: 409,
    [ErrorCode.gracePeriodHasExpired]: 409,
    [ErrorCode.identityIsDeleted]: 410,
    [ErrorCode.invalidPropertyValue]: 400,
    [ErrorCode.storeUnavailable]: 503
};

type Answer = Awaited<ReturnType<IdentityDeletionProcessFacade["cancelIdentityDeletionProcess"]>>;

@Controller("account/deletion")
class DeletionController {
    public constructor(@Inject(IdentityDeletionModule) private readonly deletion: IdentityDeletionModule) {}

    @Get()
    public async active(@Headers("x-user") user: string): Promise<IdentityDeletionProcessDTO> {
        return valueOf(await this.processesOf(user).getActiveIdentityDeletionProcess());
    }

    @Post()
    public async start(@Headers("x-user") user: string, @Body() body: object): Promise<IdentityDeletionProcessDTO> {
        return valueOf(await this.processesOf(user).initiateIdentityDeletionProcess(body));
    }

    @Delete()
    public async cancel(@Headers("x-user") user: string): Promise<IdentityDeletionProcessDTO> {
        return valueOf(await this.processesOf(user).cancelIdentityDeletionProcess());
    }

    /** A header takes the place of your own guard here. */
    private processesOf(address: string): IdentityDeletionProcessFacade {
        return this.deletion.forIdentity({ address, deviceId: "DVC00000000000000web" }).identityDeletionProcesses;
    }
}

function valueOf(result: Answer): IdentityDeletionProcessDTO {
    if (result.isSuccess) return result.value;
    const { code } = result.error;
    throw new HttpException({ code, message: messageFor(code) }, statuses[code] ?? 500);
}

@Module({})
export class DeletionModule implements OnApplicationShutdown {
    public constructor(@Inject(IdentityDeletionModule) private readonly deletion: IdentityDeletionModule) {}

    public static forRoot(options: IdentityDeletionModuleOptions): DynamicModule {
        return {
            module: DeletionModule,
            controllers: [DeletionController],
            providers: [
                {
                    provide: IdentityDeletionModule,
                    useFactory: async () => await IdentityDeletionModule.create(options)
                }
            ]
        };
    }

    public async onApplicationShutdown(): Promise<void> {
        await this.deletion.close();
    }
}
