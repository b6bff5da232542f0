using Infra.Simulator.Api.Validation.Pods;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Api.Validation.Devices;

/// <summary>Validation rules for DeviceClasses.</summary>
internal static class DeviceClassRules
{
    public static void Check(Candidate candidate)
    {
        var (spec, errors) = (candidate.Spec, candidate.Errors);
        DeviceSelectorRules.Check(spec, "spec", isStored: !candidate.IsNew && !candidate.Changes("spec", "selectors"), errors);
        var configurations = spec.Objects("config").ToList();
        if (DeviceLists.CheckSize(configurations.Count, DeviceConfigurationRules.Maximum, "spec.config", errors))
        {
            foreach (var (index, configuration) in configurations.Index())
            {
                DeviceConfigurationRules.Check(
                    configuration,
                    $"spec.config[{index}]",
                    isStored: !candidate.IsNew && !candidate.Changes("spec", "config"),
                    errors
                );
            }
        }

        if (spec.Text("extendedResourceName") is { } name && !ResourceNames.IsExtended(name))
        {
            errors.Invalid("spec.extendedResourceName", name, "must be a valid extended resource name");
        }
    }
}
