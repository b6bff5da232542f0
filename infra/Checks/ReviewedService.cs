using System.Collections.Immutable;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>A Service whose fields are checked: the one of a service's callers, or an additional one.</summary>
/// <param name="Owner">The service.</param>
/// <param name="Name">The Service's name.</param>
/// <param name="At">The path of its settings.</param>
/// <param name="Settings">Its settings.</param>
/// <param name="Expose">How it is exposed.</param>
/// <param name="Ports">Its ports.</param>
internal sealed record ReviewedService(
    ServiceUnderReview Owner,
    string Name,
    SettingsPath At,
    ServiceSpecSettings Settings,
    Exposure Expose,
    ImmutableArray<ReviewedServicePort> Ports
)
{
    public bool IsExposed => Expose is Exposure.NodePort or Exposure.LoadBalancer;

    /// <summary>The Services of a service that has ports.</summary>
    public static IEnumerable<ReviewedService> Find(ServiceUnderReview service)
    {
        if (service.Exposure is not { } exposure)
        {
            yield break;
        }

        var traffic = service.Settings.Traffic;
        yield return new ReviewedService(service, service.Name, service.At("traffic"), traffic, exposure, [.. FindPorts(service)]);
        foreach (var (name, additional) in traffic.Services)
        {
            var at = service.At("traffic", "services", name);
            yield return new ReviewedService(service, name, at, additional, additional.Expose, [.. FindPorts(service, at, additional)]);
        }
    }

    public void Reject(string setting, string problem, string cure) =>
        Owner.Reject(At.Key(setting), problem, cure, At.Key(setting), At.Key("expose"));

    private static IEnumerable<ReviewedServicePort> FindPorts(ServiceUnderReview service) =>
        DeclaredPort
            .InService(service.Settings)
            .Select(port => new ReviewedServicePort(
                port.Name,
                PortCheck.At(service, port),
                port.Settings.Service is null ? PortCheck.At(service, port) : PortCheck.At(service, port, "service"),
                port.Service!.Value,
                port
            ));

    private static IEnumerable<ReviewedServicePort> FindPorts(
        ServiceUnderReview service,
        SettingsPath at,
        AdditionalServiceSettings additional
    )
    {
        if (additional.Ports.IsEmpty)
        {
            return FindPorts(service).Select(port => port with { At = at, NumberAt = at });
        }

        return additional
            .Ports.Select(
                (port, position) =>
                    (Settings: port, At: at.Key("ports").Item(position), Declared: DeclaredPort.FindNamed(service.Settings, port.Name))
            )
            .Where(port => port.Declared is not null)
            .Select(port => new ReviewedServicePort(
                port.Settings.Name,
                port.At,
                port.Settings.Service is null ? port.At : port.At.Key("service"),
                port.Settings.Service ?? port.Declared!.Service ?? port.Declared.Settings.Container,
                port.Declared!
            ));
    }
}

/// <summary>A port of a Service.</summary>
/// <param name="Name">Its name; null for a port of a sidecar that lacks one.</param>
/// <param name="At">The path of its settings.</param>
/// <param name="NumberAt">The path of the setting that its number comes from.</param>
/// <param name="Number">Its number in the Service.</param>
/// <param name="Declared">The port of the container.</param>
internal sealed record ReviewedServicePort(string? Name, SettingsPath At, SettingsPath NumberAt, int Number, DeclaredPort Declared);
