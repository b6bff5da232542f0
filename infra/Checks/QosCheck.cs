using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks that the requests and limits lead to the QoS class that is set.</summary>
internal sealed class QosCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        var sizes = review.Settings.Sizes;
        foreach (var service in review.Services())
        {
            var additional = service.Settings.Init.Values.Concat(service.Settings.Sidecars.Values);
            ResourceSettings[] containers = [service.Settings.Resources, .. additional.Select(container => container.Resources)];
            if (
                service.Settings.Qos is not { } expected
                || containers.Any(container => !sizes.ContainsKey(container.Size ?? ResourceSettings.DefaultSize))
            )
            {
                continue;
            }

            var actual = QualityOfService.Classify(
                [.. containers.Select(container => container.Resolve(sizes))],
                sizes.GetValueOrDefault(ResourceSettings.DefaultSize)
            );
            if (actual != expected)
            {
                service.Reject(
                    service.At("qos"),
                    $"the requests and limits make the pods '{ScalarType.EnumName(actual.ToString())}', not '{ScalarType.EnumName(expected.ToString())}'",
                    Cure(expected),
                    service.At("qos"),
                    service.At("resources"),
                    SettingsPath.Root.Key("sizes")
                );
            }
        }
    }

    private static string Cure(QosClass expected) =>
        expected switch
        {
            QosClass.Guaranteed => "give every container CPU and memory limits equal to its requests",
            QosClass.BestEffort =>
                $"remove all requests and limits; the size '{ResourceSettings.DefaultSize}' is the namespace's default, so it must be empty as well",
            _ => "request less than the limits",
        };
}
