export const device = "DVCbenchmarkdevice01";

export const person = (number) => ({
    address: `did:e:example.org:dids:${number.toString(16).padStart(20, "0")}ff`,
    deviceId: device
});

export function must(result) {
    if (result.isError) throw new Error(`${result.error.code}: ${result.error.message}`, { cause: result.error.cause });
    return result.value;
}

/** The cycle that every store is measured by: initiate, get active, cancel. */
export async function cycle(facade) {
    must(await facade.initiateIdentityDeletionProcess());
    must(await facade.getActiveIdentityDeletionProcess());
    must(await facade.cancelIdentityDeletionProcess());
}
