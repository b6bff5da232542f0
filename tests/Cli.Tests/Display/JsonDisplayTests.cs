using System.Text.Json.Nodes;
using Cli.Tests.Support;
using Infra.Cli.Display;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Cli.Tests.Display;

/// <summary>JSON output has the same members as Pulumi's.</summary>
public sealed class JsonDisplayTests
{
    [Fact]
    public async Task Plan_AReplacement_HasPulumisMembers()
    {
        var urn = Steps.Resource("settings");
        var step = Steps.Update(
            urn,
            PropertyMap.Create(("data", "1")),
            PropertyMap.Create(("data", ((PropertyValue)"2").MakeSecret()))
        ) with
        {
            Operation = StepOperation.Replace,
            ReplaceKeys = ["data"],
            DetailedDiff = new Dictionary<string, PropertyDiff> { ["data"] = new(PropertyDiffKind.UpdateReplace) },
        };
        using var output = new MemoryStream();
        await using (var display = new JsonPlanDisplay(output, showSecrets: false))
        {
            display.Show(new PreludeEvent(new Dictionary<string, string> { ["shop:a"] = "b" }));
            display.Show(new ResourcePreEvent(step, true));
            display.Show(new DiagnosticEvent(DiagnosticSeverity.Warning, urn, "careful"));
            display.Show(Steps.Summary(true, (StepOperation.Replace, 1), (StepOperation.Same, 2)));
        }

        var plan = JsonNode.Parse(output.ToArray())!;
        Assert.Equal("b", (string?)plan["config"]!["shop:a"]);
        var shown = plan["steps"]![0]!;
        Assert.Equal("replace", (string?)shown["op"]);
        Assert.Equal(urn.Value, (string?)shown["urn"]);
        Assert.Equal("data", (string?)shown["replaceReasons"]![0]);
        Assert.Equal("update-replace", (string?)shown["detailedDiff"]!["data"]!["kind"]);
        Assert.Equal("[secret]", (string?)shown["newState"]!["inputs"]!["data"]);
        Assert.Equal("warning: careful", (string?)plan["diagnostics"]![0]!["message"]);
        Assert.Equal(1_500_000_000, (long)plan["duration"]!);
        Assert.Equal(2, (int)plan["changeSummary"]!["same"]!);
    }

    [Theory]
    [InlineData(StepOperation.Update, "update")]
    [InlineData(StepOperation.Refresh, "refresh")]
    public async Task Plan_ADriftedField_IsNamedWithItsManager(StepOperation result, string shownAs)
    {
        var urn = Steps.Resource("settings");
        var field = new FieldDrift("data.a", "1", ((PropertyValue)"2").MakeSecret(), new FieldOwner("kubectl", "2026-01-01T00:00:00Z"));
        using var output = new MemoryStream();
        await using (var display = new JsonPlanDisplay(output, showSecrets: false))
        {
            display.Show(new ResourcePreEvent(Steps.Refreshing(urn), true));
            display.Show(new ResourceOutputsEvent(Steps.Drifted(urn, result, field), true));
        }

        var step = Assert.Single(JsonNode.Parse(output.ToArray())!["steps"]!.AsArray())!;
        Assert.Equal(shownAs, (string?)step["op"]);
        Assert.Equal(
            """{"gone":false,"fields":[{"path":"data.a","state":"1","cluster":"[secret]","manager":"kubectl","since":"2026-01-01T00:00:00Z"}]}""",
            step["drift"]!.ToJsonString()
        );
    }

    [Fact]
    public async Task Plan_UnchangedResources_AreOnlyCounted_ExceptForTheStack()
    {
        using var output = new MemoryStream();
        await using (var display = new JsonPlanDisplay(output, showSecrets: false))
        {
            display.Show(new ResourcePreEvent(Steps.Same(Steps.Stack), true));
            display.Show(new ResourcePreEvent(Steps.Same(Steps.Resource("settings")), true));
            display.Show(Steps.Summary(true, (StepOperation.Same, 2)));
        }

        var plan = JsonNode.Parse(output.ToArray())!;
        Assert.Equal(Steps.Stack.Value, (string?)Assert.Single(plan["steps"]!.AsArray())!["urn"]);
        Assert.Equal(2, (int)plan["changeSummary"]!["same"]!);
    }

    [Fact]
    public async Task Events_EachIsALineOfJson_AndTheLastIsTheCancelEvent()
    {
        var urn = Steps.Resource("settings");
        using var output = new MemoryStream();
        await using (var display = new JsonEventsDisplay(output, showSecrets: false, TimeProvider.System))
        {
            display.Show(new PreludeEvent(new Dictionary<string, string>()));
            display.Show(new ResourcePreEvent(Steps.Create(urn), false));
            display.Show(new ResourceFailedEvent(Steps.Create(urn)));
            display.Show(Steps.Summary(false, (StepOperation.Create, 1)));
        }

        var lines = System
            .Text.Encoding.UTF8.GetString(output.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject())
            .ToArray();
        Assert.Equal(Enumerable.Range(0, 5), lines.Select(line => (int)line["sequence"]!));
        Assert.Equal(
            ["preludeEvent", "resourcePreEvent", "resOpFailedEvent", "summaryEvent", "cancelEvent"],
            lines.Select(line => line.Single(member => member.Key.EndsWith("Event", StringComparison.Ordinal)).Key)
        );
        Assert.Equal("create", (string?)lines[1]["resourcePreEvent"]!["metadata"]!["op"]);
    }

    [Fact]
    public async Task Events_OfPolicies_HavePulumisMembers()
    {
        var urn = Steps.Resource("settings");
        using var output = new MemoryStream();
        await using (var display = new JsonEventsDisplay(output, showSecrets: false, TimeProvider.System))
        {
            display.Show(new PolicyLoadEvent("/packs/one"));
            display.Show(
                new PolicyRemediationEvent(
                    urn,
                    "pack",
                    "1.0.0",
                    "labels",
                    PropertyMap.Empty,
                    PropertyMap.Create(("data", ((PropertyValue)"2").MakeSecret()))
                )
            );
            display.Show(Summary(PolicyScope.Remediation, urn, ["labels"]));
            display.Show(
                new PolicyViolationEvent
                {
                    Urn = urn,
                    Pack = "pack",
                    PackVersion = "1.0.0",
                    Policy = "size",
                    Message = "too big",
                    Level = PolicyLevel.Mandatory,
                    Severity = PolicySeverity.High,
                }
            );
            display.Show(Summary(PolicyScope.Resource, urn, ["size"]));
            display.Show(Summary(PolicyScope.Stack, default, []));
            display.Show(Steps.Summary(true) with { PolicyPacks = [new PolicyPackRun("pack", "1.0.0", "/packs/one")] });
        }

        var events = System
            .Text.Encoding.UTF8.GetString(output.ToArray())
            .Split('\n', StringSplitOptions.RemoveEmptyEntries)
            .Select(line => JsonNode.Parse(line)!.AsObject().Single(member => member.Key.EndsWith("Event", StringComparison.Ordinal)))
            .Select(member => $"{member.Key} {member.Value!.ToJsonString()}");
        const string pack = "\"policyPackName\":\"pack\",\"policyPackVersion\":\"1.0.0\",\"policyPackVersionTag\":\"1.0.0\"";
        Assert.Equal(
            [
                "policyLoadEvent {}",
                $$$"""policyRemediationEvent {"resourceUrn":"{{{urn.Value}}}","color":"never","policyName":"labels",{{{pack}}},"before":{},"after":{"data":"[secret]"}}""",
                $$$"""policyRemediateSummaryEvent {"resourceUrn":"{{{urn.Value}}}",{{{pack}}},"passed":["other"],"failed":["labels"]}""",
                $$$"""policyEvent {"resourceUrn":"{{{urn.Value}}}","message":"too big","color":"never","policyName":"size",{{{pack}}},"enforcementLevel":"mandatory","severity":"high"}""",
                $$$"""policyAnalyzeSummaryEvent {"resourceUrn":"{{{urn.Value}}}",{{{pack}}},"passed":["other"],"failed":["size"]}""",
                $$$"""policyAnalyzeStackSummaryEvent {{{{pack}}},"passed":["other"]}""",
            ],
            events.Take(6)
        );
        Assert.Contains(
            "\"PolicyPacks\":{\"pack|local|/packs/one\":\"1.0.0\"},\"isPreview\":true,\"result\":\"succeeded\"",
            events.ElementAt(6),
            StringComparison.Ordinal
        );
    }

    private static PolicySummaryEvent Summary(PolicyScope scope, Infra.Engine.Resources.Urn urn, IReadOnlyList<string> failed) =>
        new()
        {
            Scope = scope,
            Urn = urn,
            Pack = "pack",
            PackVersion = "1.0.0",
            Passed = ["other"],
            Failed = failed,
        };
}
