namespace Infra.Backend.Settings;

/// <content>The settings of the container's main process.</content>
internal sealed partial record ContainerSettings
{
    /// <summary>The folder that the command runs in.</summary>
    /// <value>the image's</value>
    /// <remarks>The container's <c>workingDir</c>.</remarks>
    /// <example>init: {assets: {image: "shop/assets:3", workingDir: /srv/app}}</example>
    public string? WorkingDir { get; init; }

    /// <summary>Actions right after a sidecar's start and before its end. Init containers have none.</summary>
    /// <value>none</value>
    /// <remarks>The container's <c>lifecycle</c>. A sidecar terminates after the service.</remarks>
    /// <example>sidecars: {proxy: {image: "envoyproxy/envoy:v1.33.0", lifecycle: {preStop: {sleep: 5s}}}}</example>
    public LifecycleSettings Lifecycle { get; init; } = new();

    /// <summary>Where Kubernetes reads why the container terminated.</summary>
    /// <value>the file <c>/dev/termination-log</c></value>
    /// <remarks>The container's <c>terminationMessagePolicy</c> and <c>terminationMessagePath</c>.</remarks>
    /// <example>init: {migrate: {image: "shop/orders:2.0.5", terminationMessage: fallbackToLogsOnError}}</example>
    public TerminationMessageSettings TerminationMessage { get; init; } = new();
}
