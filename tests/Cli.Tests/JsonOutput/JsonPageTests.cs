using System.Text.Json.Nodes;
using Cli.Tests.Support;
using Infra.Cli.Display;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Engine.Resources;
using Infra.Protocol.Values;

namespace Cli.Tests.JsonOutput;

/// <summary>docs/json-events.md lists exactly the members that the output has.</summary>
public sealed class JsonPageTests
{
    private static readonly Urn Settings = Steps.Resource("settings");

    /// <summary>A state with all members.</summary>
    private static readonly ResourceState Full = Steps.State(
        Settings,
        PropertyMap.Create(("data", "1")),
        PropertyMap.Create(("data", "1"))
    ) with
    {
        Delete = true,
        Protect = true,
        External = true,
        Dependencies = [Steps.Stack],
        InitErrors = ["not ready"],
        Provider = new ProviderReference(Steps.Resource("cluster", "pulumi:providers:kubernetes"), "id"),
        PropertyDependencies = new Dictionary<string, IReadOnlyList<Urn>> { ["data"] = [Steps.Stack] },
    };

    private static readonly StepDescription Step = new()
    {
        Operation = StepOperation.Update,
        Urn = Settings,
        Old = Full,
        New = Full,
        ReplaceKeys = ["data"],
        ChangedKeys = ["data"],
        DetailedDiff = new Dictionary<string, PropertyDiff> { ["data"] = new(PropertyDiffKind.Update) },
        Drift = new ObjectDrift { Fields = [new FieldDrift("data.a", "1", "2", new FieldOwner("kubectl", "2026-01-01T00:00:00Z"))] },
    };

    /// <summary>An event of every type, with all of its members.</summary>
    private static readonly EngineEvent[] Events =
    [
        new PreludeEvent(new Dictionary<string, string> { ["shop:a"] = "b" }),
        new BuildingProgramEvent("shop.csproj"),
        new WaitingForBuildEvent("shop"),
        new ResourcePreEvent(Step, true),
        new ResourceOutputsEvent(Step, true),
        new ResourceFailedEvent(Step),
        new DiagnosticEvent(DiagnosticSeverity.Error, Settings, "no"),
        new ProgressStatusEvent(Settings, "waiting"),
        new PolicyLoadEvent("/packs/one"),
        new PolicyRemediationEvent(Settings, "pack", "1.0.0", "labels", PropertyMap.Empty, PropertyMap.Empty),
        new PolicyViolationEvent
        {
            Urn = Settings,
            Pack = "pack",
            PackVersion = "1.0.0",
            Policy = "size",
            Message = "too big",
            Level = PolicyLevel.Mandatory,
            Severity = PolicySeverity.High,
        },
        .. Enum.GetValues<PolicyScope>()
            .Select(scope => new PolicySummaryEvent
            {
                Scope = scope,
                Urn = Settings,
                Pack = "pack",
                PackVersion = "1.0.0",
                Passed = ["one"],
                Failed = ["two"],
            }),
        Steps.Summary(true, (StepOperation.Update, 1)),
    ];

    [Fact]
    public void Events_AreOfEveryType() =>
        Assert.Equal(
            typeof(EngineEvent).Assembly.GetTypes().Where(type => type.BaseType == typeof(EngineEvent)).Select(type => type.Name).Order(),
            Events.Select(shown => shown.GetType().Name).Distinct().Order()
        );

    [Fact]
    public async Task Page_ListsTheMembersOfTheStreamAndTheDocument()
    {
        using var stream = new MemoryStream();
        using var document = new MemoryStream();
        await ShowAsync(new JsonEventsDisplay(stream, showSecrets: false, TimeProvider.System));
        await ShowAsync(new JsonPlanDisplay(document, showSecrets: false));

        var lines = System.Text.Encoding.UTF8.GetString(stream.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var written = lines
            .SelectMany(line => JsonMembers.List(JsonNode.Parse(line)!.AsObject(), "Line"))
            .Concat(JsonMembers.List(JsonNode.Parse(document.ToArray())!.AsObject(), "Document"))
            .ToHashSet();

        // The document calls one member of a difference by another name, which the page says in its text.
        written.Remove("detailedDiff.kind");
        // A summary of the stack names no resource.
        written.Add("policyAnalyzeStackSummaryEvent.resourceUrn");
        Assert.Equal(
            JsonMembers.Documented().Where(member => !member.EndsWith(".kind", StringComparison.Ordinal)).ToHashSet().Order(),
            written.Order()
        );
    }

    [Fact]
    public void Examples_HaveDocumentedMembers()
    {
        var documented = JsonMembers.Documented().ToHashSet();

        Assert.NotEmpty(JsonMembers.Examples);
        Assert.All(JsonMembers.Examples.SelectMany(example => JsonMembers.List(example, "Line")), member =>
            Assert.Contains(member, documented)
        );
    }

    private static async Task ShowAsync(JsonDisplay display)
    {
        await using (display)
        {
            Array.ForEach(Events, display.Show);
        }
    }
}
