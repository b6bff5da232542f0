using System.Text.Json.Nodes;
using Cli.Tests.Support;
using Infra.Cli.Display;
using Infra.Engine.Events;
using Infra.Engine.Providers;
using Infra.Protocol.Values;

namespace Cli.Tests.Display;

/// <summary>Programs read the same members from us as from Pulumi.</summary>
public sealed class JsonDisplayTests
{
    [Fact]
    public async Task Plan_AReplacement_HasPulumisMembers()
    {
        var urn = Steps.Resource("settings");
        var step = Steps.Update(urn, PropertyMap.Of(("data", "1")), PropertyMap.Of(("data", ((PropertyValue)"2").MakeSecret()))) with
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

    [Fact]
    public async Task Events_EachIsALineOfJson_AndTheLastSaysSo()
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

        var lines = System.Text.Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject()).ToArray();
        Assert.Equal(Enumerable.Range(0, 5), lines.Select(line => (int)line["sequence"]!));
        Assert.Equal(
            ["preludeEvent", "resourcePreEvent", "resOpFailedEvent", "summaryEvent", "cancelEvent"],
            lines.Select(line => line.Single(member => member.Key.EndsWith("Event", StringComparison.Ordinal)).Key));
        Assert.Equal("create", (string?)lines[1]["resourcePreEvent"]!["metadata"]!["op"]);
    }
}
