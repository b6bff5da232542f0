using Infra.Backend.Planning;
using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>A container of a service whose security is checked.</summary>
/// <param name="Service">The service.</param>
/// <param name="Description">The container in messages, such as <c>the sidecar 'proxy'</c>.</param>
/// <param name="At">The path of its security settings.</param>
/// <param name="Settings">Its security settings.</param>
/// <param name="Security">The settings with what they inherit.</param>
/// <param name="Ports">The ports it listens on, with their paths; none for an init container, which answers no requests.</param>
internal sealed record ReviewedContainer(
    ServiceUnderReview Service,
    string Description,
    SettingsPath At,
    ContainerSecuritySettings Settings,
    ContainerSecurityContext Security,
    IReadOnlyList<(SettingsPath At, int Port)> Ports
)
{
    /// <summary>The containers of a service, its main one first.</summary>
    public static IEnumerable<ReviewedContainer> Find(ServiceUnderReview service)
    {
        var security = service.Settings.Security;
        var main = ContainerSecurityContext.Create(security);
        yield return new ReviewedContainer(service, "the service", service.At("security"), security, main, FindPorts(service, null));
        foreach (var (name, container) in service.Settings.Init)
        {
            yield return Create("init", $"the init container '{name}'", name, container, []);
        }

        foreach (var (name, container) in service.Settings.Sidecars)
        {
            yield return Create("sidecars", $"the sidecar '{name}'", name, container, FindPorts(service, name));
        }

        ReviewedContainer Create(
            string group,
            string description,
            string name,
            ContainerSettings container,
            IReadOnlyList<(SettingsPath At, int Port)> ports
        )
        {
            var own = container.Security;
            var resolved = ContainerSecurityContext.Create(own, main);
            return new ReviewedContainer(service, description, service.At(group, name, "security"), own, resolved, ports);
        }
    }

    private static IReadOnlyList<(SettingsPath At, int Port)> FindPorts(ServiceUnderReview service, string? sidecar) =>
        [
            .. DeclaredPort
                .InPod(service.Settings)
                .Where(port => port.Sidecar == sidecar)
                .Select(port => (PortCheck.At(service, port), port.Settings.Container)),
        ];
}
