namespace Infra.Simulator.Api.InternalVersions;

/// <summary>The fields of the internal types of claims to devices, written as in <see cref="PodTypeTable"/>.</summary>
internal static class DeviceTypeTable
{
    public const string Text = """
        CELDeviceSelector Expression
        DeviceCapacityRequirements Requests*
        DeviceClaim Requests[DeviceRequest Constraints[DeviceConstraint Config[DeviceClaimConfiguration
        DeviceClaimConfiguration Requests* +DeviceConfiguration
        DeviceConfiguration Opaque*OpaqueDeviceConfiguration
        DeviceConstraint Requests* MatchAttribute* DistinctAttribute*
        DeviceRequest Name Exactly*ExactDeviceRequest FirstAvailable[DeviceSubRequest
        DeviceSelector CEL=cel*CELDeviceSelector
        DeviceSubRequest Name DeviceClassName Selectors[DeviceSelector AllocationMode Count# Tolerations[DeviceToleration
          Capacity*DeviceCapacityRequirements
        DeviceToleration Key Operator Value Effect TolerationSeconds*
        ExactDeviceRequest DeviceClassName Selectors[DeviceSelector AllocationMode Count# AdminAccess*
          Tolerations[DeviceToleration Capacity*DeviceCapacityRequirements
        OpaqueDeviceConfiguration Driver Parameters*
        ResourceClaimSpec Devices:DeviceClaim
        ResourceClaimTemplateSpec +@ObjectMeta Spec:ResourceClaimSpec
        """;
}
