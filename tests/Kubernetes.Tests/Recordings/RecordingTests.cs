using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Kubernetes;
using Infra.Kubernetes.JsonPaths;
using Infra.Kubernetes.Schedules;
using Infra.Kubernetes.Selectors;

namespace Kubernetes.Tests.Recordings;

/// <summary>
/// Compares the vocabulary with the answers of a real API server, to find mistakes that all users of the vocabulary share. The recordings
/// contain no durations in Go's notation and no image references refused for their form.
/// </summary>
public sealed class RecordingTests
{
    [Fact]
    public void Quantities_AreReturnedInTheirCanonicalForm()
    {
        var recorded = Read("quantities.json")["returned"]!.AsArray();
        Assert.NotEmpty(recorded);
        Assert.All(recorded, pair => Assert.Equal(Text(pair, "returned"), Quantity.Canonicalize(pair!["sent"]!.ToString())));
    }

    [Fact]
    public void Quantities_ThatWereRefused_AreNone()
    {
        var refused = Read("quantities.json")["refused"]!.AsArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, value => Assert.False(Quantity.TryParse(Text(value, "sent"), out _), Text(value, "sent")));
    }

    [Fact]
    public void Names_ThatWereRefused_HaveTheSameProblem()
    {
        var refused = Read("names.json")["refused"]!.AsArray();
        Assert.NotEmpty(refused);
        Assert.All(refused, name => Assert.Contains(Text(name, "problem"), ProblemsOf(Text(name, "form"), Text(name, "value"))));
    }

    [Fact]
    public void Names_ThatWereAccepted_HaveNoProblem()
    {
        var accepted = Read("names.json")["accepted"]!.AsArray();
        Assert.NotEmpty(accepted);
        Assert.All(accepted, name => Assert.Empty(ProblemsOf(Text(name, "form"), Text(name, "value"))));
    }

    [Fact]
    public void Schedules_AreAcceptedOrRefusedForTheSameReason()
    {
        var recorded = Read("schedules.json").AsArray();
        Assert.NotEmpty(recorded);
        Assert.All(recorded, schedule => Assert.Equal(
                // The API server adds a problem of its own to that of a time zone that is not explicit.
                schedule!["problems"]!
                    .AsArray()
                    .Select(problem => WithoutValue(problem!.GetValue<string>()))
                    .Where(problem => !problem.StartsWith("timeZone must be", StringComparison.Ordinal)),
                ProblemsOf(() => CronSchedule.Parse(Text(schedule, "schedule"), schedule["timeZone"]?.GetValue<string>()))
            ));
    }

    [Fact]
    public void Selectors_SelectTheSameObjects()
    {
        var recorded = Read("selectors.json");
        var queries = recorded["queries"]!.AsArray();
        Assert.NotEmpty(queries);
        Assert.All(queries, query =>
        {
            if (query!["message"] is { } message)
            {
                Assert.Equal([message.GetValue<string>()], ProblemsOf(() => LabelSelector.Parse(Text(query, "selector"))));
                return;
            }

            var selector = LabelSelector.Parse(Text(query, "selector"));
            Assert.Equal(
                query["selected"]!.AsArray().Select(name => name!.GetValue<string>()),
                recorded["objects"]!
                    .AsArray()
                    .Where(item => Text(item, "namespace") == Text(query, "namespace") && selector.Matches(LabelsOf(item!)))
                    .Select(item => Text(item, "name"))
                    .Order(StringComparer.Ordinal)
            );
        });
    }

    [Fact]
    public void Times_AreReturnedInTheirFormat()
    {
        var recorded = Read("times.json").AsArray();
        Assert.NotEmpty(recorded);
        Assert.All(recorded, pair =>
        {
            Assert.True(Timestamps.TryParse(Text(pair, "sent"), out var time));
            var returned = Text(pair, "returned");
            var isMicro = returned.Contains('.', StringComparison.Ordinal);
            Assert.Equal(returned, isMicro ? Timestamps.FormatMicro(time) : Timestamps.Format(time));
        });
    }

    [Fact]
    public void JsonPaths_SelectTheCellsOfPrinterColumns()
    {
        var recorded = Read("printer-columns.json");
        var objects = recorded["objects"]!.AsArray().ToDictionary(item => item!["metadata"]!["name"]!.GetValue<string>());
        var cells = recorded["cells"]!.AsArray();
        Assert.Contains(cells, cell => cell!["cell"] is not null);
        Assert.All(cells, cell =>
        {
            // A cell holds the first value.
            var selected = JsonPath.Parse(Text(cell, "path")).Select(objects[Text(cell, "object")]);
            Assert.True(JsonNode.DeepEquals(cell!["cell"], selected.Count > 0 ? selected[0] : null), cell.ToJsonString());
        });
    }

    [Fact]
    public void Images_OfAcceptedPods_ParseAndAreWrittenUnchanged()
    {
        var images = Read("images.json").AsArray();
        Assert.NotEmpty(images);
        Assert.All(images, image => Assert.Equal(image!.GetValue<string>(), ImageReference.Parse(image.GetValue<string>()).ToString()));
    }

    private static IEnumerable<string> ProblemsOf(string form, string value) =>
        form switch
        {
            "label" => ObjectNames.LabelProblems(value),
            "rfc1035" => ObjectNames.Rfc1035LabelProblems(value),
            "subdomain" => ObjectNames.SubdomainProblems(value),
            "labelKey" => ObjectNames.LabelKeyProblems(value),
            "labelValue" => ObjectNames.LabelValueProblems(value),
            "length" =>
            [
                .. ObjectNames.LabelProblems(value),
                .. ObjectNames.SubdomainProblems(value),
                .. ObjectNames.LabelValueProblems(value),
                .. ObjectNames.PortNameProblems(value),
            ],
            _ => throw new ArgumentOutOfRangeException(nameof(form), form, "The recordings name a form without a check."),
        };

    // Invalid value: "x": the problem
    private static string WithoutValue(string message) => message[(message.IndexOf("\": ", StringComparison.Ordinal) + 3)..];

    private static IReadOnlyList<string> ProblemsOf(Func<object> parse)
    {
        try
        {
            parse();
            return [];
        }
        catch (FormatException problem)
        {
            return [problem.Message];
        }
    }

    private static Dictionary<string, string> LabelsOf(JsonNode item) => item["labels"].Deserialize<Dictionary<string, string>>()!;

    private static string Text(JsonNode? node, string key) => node![key]!.GetValue<string>();

    private static JsonNode Read(string file) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Recordings", "Data", file)))!;
}
