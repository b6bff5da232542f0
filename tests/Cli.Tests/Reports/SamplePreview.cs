using Cli.Tests.Support;
using Infra.Cli.Reports;
using Infra.Engine.Events;
using Infra.Engine.Kubernetes.Rendering;
using Infra.Engine.Resources;
using Infra.Protocol.Values;
using Microsoft.Extensions.Time.Testing;

namespace Cli.Tests.Reports;

/// <summary>Previews for tests of their reports.</summary>
internal static class SamplePreview
{
    public const string ServiceType = "infra:workloads:BackendService";

    public static DateTimeOffset Time { get; } = new(2026, 11, 30, 10, 20, 30, TimeSpan.Zero);

    public static PreviewSubject Subject { get; } =
        new()
        {
            Project = "shop",
            Stack = "prod",
            Commit = new SourceCommit("0123456789abcdef0123456789abcdef01234567", false),
            StateVersion = 12,
            Time = Time,
            Job = new Uri("https://ci.example.com/runs/7"),
        };

    /// <summary>The events of a preview that succeeds.</summary>
    public static PreviewFindings Find(params EngineEvent[] events)
    {
        var findings = new PreviewFindings(new FakeTimeProvider(Time));
        foreach (var engineEvent in events)
        {
            findings.Apply(engineEvent);
        }

        return findings;
    }

    public static string Write(
        PreviewFindings findings,
        int maxBytes = PreviewMarkdown.DefaultSize,
        params RehearsalVerdict[] rehearsals
    ) =>
        new PreviewMarkdown(Subject, new PreviewResult(findings, rehearsals)).Write(maxBytes, violation =>
            violation.Urn.IsEmpty ? null : "stacks/services.yaml:21"
        );

    public static EngineEvent Service(string name) => Planned(Component(Urn.Create("prod", "shop", Steps.Stack, ServiceType, name)));

    public static StepDescription Component(Urn urn) => Steps.Same(urn) with { New = Steps.State(urn) with { Custom = false } };

    public static ResourcePreEvent Planned(StepDescription step) => new(step, true);

    /// <summary>A step on a resource of a service.</summary>
    public static ResourcePreEvent Planned(string service, StepDescription step)
    {
        var parent = Urn.Create("prod", "shop", Steps.Stack, ServiceType, service);
        return Planned(
            step with
            {
                Old = step.Old is null ? null : step.Old with { Parent = parent },
                New = step.New is null ? null : step.New with { Parent = parent },
            }
        );
    }

    public static StepDescription Delete(Urn urn) =>
        new()
        {
            Operation = StepOperation.Delete,
            Urn = urn,
            Old = Steps.State(urn),
        };

    public static StepDescription Replace(Urn urn, PropertyMap before, PropertyMap after, params string[] keys) =>
        Steps.Update(urn, before, after) with
        {
            Operation = StepOperation.Replace,
            ReplaceKeys = keys,
        };

    public static PolicyViolationEvent Violation(PolicyLevel level, string policy, string message, Urn urn) =>
        new()
        {
            Urn = urn,
            Pack = "kubernetes",
            PackVersion = "1.0.0",
            Policy = policy,
            Message = message,
            Level = level,
            Severity = PolicySeverity.High,
        };
}
