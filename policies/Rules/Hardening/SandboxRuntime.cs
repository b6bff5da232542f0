using System.Collections.Immutable;
using System.ComponentModel;
using Infra.Policies.Kubernetes;
using Infra.Policies.Sdk;
using Infra.Policies.Sdk.Configuration;

namespace Infra.Policies.Rules.Hardening;

/// <summary>A sandbox keeps a container's system calls from the node's kernel.</summary>
internal sealed class SandboxRuntime : PodPolicy
{
    public override PolicySettings? Settings { get; } = PolicySettings.Of(SettingsJson.Default.SandboxRuntimeSettings);

    protected override void Check(PodTemplate pod, Findings findings)
    {
        var accepted = findings.Settings<SandboxRuntimeSettings>().RuntimeClasses;
        var runtime = pod.Spec["runtimeClassName"];
        if (runtime.Text is not { Length: > 0 } name || !(accepted.IsEmpty || accepted.Contains(name)))
            findings.Add(runtime, runtime.Text is { Length: > 0 } other ? $"the pods run in the runtime class '{other}'" : "the pods run without a runtime class");
    }

    protected override PolicyDescription Describe() => new()
    {
        Name = "sandbox-runtime",
        Summary = "Pods run in a sandbox.",
        Remedy = "Set runtimeClassName to the class of a sandboxed runtime.",
        Severity = Severity.Low,
        Profile = Profile.Advisory,
        Level = EnforcementLevel.Disabled,
        Standards = [Standard.Nsa("Kubernetes Pod security")],
    };
}

internal sealed record SandboxRuntimeSettings
{
    [Description("The runtime classes that count as a sandbox. Empty accepts any.")]
    public ImmutableArray<string> RuntimeClasses { get; init; } = [];
}
