using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>Checks the ports and the affinity of additional Services.</summary>
internal sealed class AdditionalServiceCheck : ISettingsCheck
{
    public void Check(SettingsReview review)
    {
        foreach (var service in review.Services().Where(service => service.Settings.HasPorts))
        {
            foreach (var (name, additional) in service.Settings.Traffic.Services)
            {
                CheckPorts(service, service.At("traffic", "services", name), additional);
                CheckAffinity(service, service.At("traffic", "services", name), additional);
            }
        }
    }

    private static void CheckPorts(ServiceUnderReview service, SettingsPath at, AdditionalServiceSettings additional)
    {
        string[] known = [.. DeclaredPort.InPod(service.Settings).Select(port => port.Name).OfType<string>()];
        var names = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < additional.Ports.Length; i++)
        {
            var name = additional.Ports[i].Name;
            var path = at.Key("ports").Item(i);
            if (!known.Contains(name, StringComparer.Ordinal))
            {
                service.Reject(
                    path,
                    $"the pod has no port '{name}'",
                    Suggestion.For(name, known),
                    path,
                    service.At("ports"),
                    service.At("port")
                );
            }
            else if (!names.Add(name))
            {
                service.Reject(path, $"the Service already has the port '{name}'", "remove one of the two");
            }
        }

        var item = ReviewedService.Find(service).First(item => item.At == at);
        if (!additional.Ports.IsEmpty)
        {
            RejectDuplicates(item);
        }

        if (additional.Expose == Exposure.Headless)
        {
            RejectOtherNumbers(item);
        }

        PortCheck.WarnAboutTransports(service, at, additional.Expose, item.Ports.Select(port => port.Declared.Protocol));
    }

    private static void RejectDuplicates(ReviewedService item)
    {
        var numbers = new Dictionary<(int, string), string?>();
        foreach (var port in item.Ports)
        {
            var key = (port.Number, port.Declared.Protocol.Transport());
            if (!numbers.TryAdd(key, port.Name) && numbers[key] != port.Name)
            {
                item.Owner.Reject(
                    port.NumberAt,
                    $"the Service already has port {port.Number} ({port.Declared.Protocol.Transport()}), which is '{numbers[key]}'",
                    "write another 'service' for one of the two"
                );
            }
        }
    }

    private static void RejectOtherNumbers(ReviewedService item)
    {
        foreach (var port in item.Ports.Where(port => port.Number != port.Declared.Settings.Container))
        {
            item.Owner.Reject(
                port.NumberAt,
                $"a headless Service resolves to the pods, which listen on {port.Declared.Settings.Container}",
                "write 'service' with that number, or 'expose: clusterIp'",
                port.NumberAt,
                item.At.Key("expose")
            );
        }
    }

    private static void CheckAffinity(ServiceUnderReview service, SettingsPath at, AdditionalServiceSettings additional)
    {
        if (additional.StickyFor is not { } time)
        {
            return;
        }

        if (time < TimeSpan.FromSeconds(1) || time > TimeSpan.FromDays(1))
        {
            service.Reject(at.Key("stickyFor"), "a client keeps its pod from one second to one day", "write a time from 1s to 1d");
        }
        else if (additional.Expose == Exposure.Headless)
        {
            service.Review.Warn(
                at.Key("stickyFor"),
                "a headless Service does not balance: its clients choose a pod, so this has no effect",
                "write 'expose: clusterIp', or remove it"
            );
        }
    }
}
