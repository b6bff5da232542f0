using Infra.Backend.Settings;
using Infra.Backend.Settings.Binding;

namespace Infra.Backend.Checks;

/// <summary>A container of a service whose process is checked.</summary>
/// <param name="Service">The service.</param>
/// <param name="At">The path of its settings.</param>
/// <param name="Name">The container's name; null for the service's own.</param>
/// <param name="IsInit">Whether it runs to completion before the service starts.</param>
/// <param name="WorkingDir">The folder it runs in; null for the image's.</param>
/// <param name="Lifecycle">Its hooks.</param>
/// <param name="TerminationMessage">Where it writes why it terminated.</param>
internal sealed record ReviewedProcess(
    ServiceUnderReview Service,
    SettingsPath At,
    string? Name,
    bool IsInit,
    string? WorkingDir,
    LifecycleSettings Lifecycle,
    TerminationMessageSettings TerminationMessage
)
{
    /// <summary>The containers of a service.</summary>
    public static IEnumerable<ReviewedProcess> Find(ServiceUnderReview service)
    {
        var settings = service.Settings;
        return
        [
            new ReviewedProcess(service, service.Path, null, false, settings.WorkingDir, settings.Lifecycle, settings.TerminationMessage),
            .. settings.Init.Select(container => Create("init", container.Key, container.Value)),
            .. settings.Sidecars.Select(sidecar => Create("sidecars", sidecar.Key, sidecar.Value)),
        ];

        ReviewedProcess Create(string group, string name, ContainerSettings container) =>
            new(
                service,
                service.At(group, name),
                name,
                group == "init",
                container.WorkingDir,
                container.Lifecycle,
                container.TerminationMessage
            );
    }
}
