using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.PolicyPacks;

namespace Infra.Policies.Rules.Hardening;

/// <summary>A sandbox isolates containers from the node's kernel.</summary>
internal sealed class SandboxRuntime()
    : PodPolicy(
        new()
        {
            Name = "sandbox-runtime",
            Description = "Pods run in a sandbox.",
            RemediationSteps = "Set runtimeClassName to the class of a sandboxed runtime.",
            Severity = Severity.Low,
            Profile = Profiles.Advisory,
            EnforcementLevel = EnforcementLevel.Disabled,
            Controls = [Standards.Nsa("Kubernetes Pod security")],
        }
    )
{
    public override PolicySettings? Settings { get; } = PolicySettings.Create(SettingsJson.Default.SandboxRuntimeSettings);

    protected override void Validate(PodTemplate pod, PolicyContext context)
    {
        var accepted = context.Settings<SandboxRuntimeSettings>().RuntimeClasses;
        var runtime = pod.Spec["runtimeClassName"];
        if (runtime.Text is not { Length: > 0 } name || !(accepted.IsEmpty || accepted.Contains(name)))
        {
            context.Report(
                runtime,
                runtime.Text is { Length: > 0 } other
                    ? $"the pods run in the runtime class '{other}'"
                    : "the pods run without a runtime class"
            );
        }
    }
}

internal sealed record SandboxRuntimeSettings
{
    [Description("The runtime classes accepted as sandboxes; empty for any.")]
    public ImmutableArray<string> RuntimeClasses { get; init; } = [];
}
