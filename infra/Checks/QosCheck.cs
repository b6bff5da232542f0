using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>The class of service quality that is said outright is the one the amounts lead to.</summary>
internal sealed class QosCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var sizes = review.Settings.Sizes;
        foreach (var service in review.Services())
        {
            ResourceSettings[] containers = [service.Settings.Resources, .. service.Settings.Init.Values.Concat(service.Settings.Sidecars.Values).Select(companion => companion.Resources)];
            if (service.Settings.Qos is not { } wanted || containers.Any(container => !sizes.ContainsKey(container.Size ?? ResourceSettings.DefaultSize)))
            {
                continue;
            }

            var actual = QualityOfService.Classify([.. containers.Select(container => container.Resolve(sizes))], sizes.GetValueOrDefault(ResourceSettings.DefaultSize));
            if (actual != wanted)
            {
                service.Reject(
                    service.At("qos"),
                    $"the amounts make the pods '{ScalarType.Word(actual.ToString())}', not '{ScalarType.Word(wanted.ToString())}'",
                    Cure(wanted),
                    service.At("qos"),
                    service.At("resources"),
                    SettingsPath.Root.Key("sizes"));
            }
        }
    }

    private static string Cure(QosClass wanted) => wanted switch
    {
        QosClass.Guaranteed => "give every container limits of CPU and memory that are its requests",
        QosClass.BestEffort => $"give no container any amount; the size '{ResourceSettings.DefaultSize}' holds for those that say nothing, so it has to be empty as well",
        _ => "request less than the limits",
    };
}
