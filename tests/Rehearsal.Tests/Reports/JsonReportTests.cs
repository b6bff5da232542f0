using System.Text.Json;
using CsCheck;
using Infra.Rehearsal.Reports.Json;
using Infra.Rehearsal.Results;

namespace Rehearsal.Tests.Reports;

/// <summary>The report for programs.</summary>
public sealed class JsonReportTests
{
    [Fact]
    public void Write_OfAPeak_HasEveryValue()
    {
        var report = Parse(SampleResult.Peak);

        Assert.Equal("fails", report.GetProperty("verdict").GetString());
        Assert.Equal(4200, report.GetProperty("duration").GetDouble());
        var failed = report.GetProperty("expectations")[1];
        Assert.Equal(
            ("failed", 1330),
            (failed.GetProperty("outcome").GetString(), failed.GetProperty("periods")[0].GetProperty("from").GetInt32())
        );
        var samples = report.GetProperty("services")[0].GetProperty("samples");
        Assert.All(samples.EnumerateObject(), quantity => Assert.Equal(140, quantity.Value.GetArrayLength()));
        Assert.Equal(600, samples.GetProperty("begun")[139].GetDouble());
        var node = report.GetProperty("nodes")[3];
        Assert.Equal(66 * 30 + 30, node.GetProperty("samples").GetProperty("at")[0].GetDouble());
        Assert.Equal(1, node.GetProperty("samples").GetProperty("pods")[0].GetProperty("gateway").GetInt32());
        Assert.Equal(1940, report.GetProperty("cost").GetProperty("perMonth").GetDouble());
        Assert.Equal(5, report.GetProperty("assumptions").GetArrayLength());
    }

    [Fact]
    public void Write_OfAnyText_KeepsIt() =>
        Gen.String.Sample(
            text =>
                Assert.Equal(
                    WithoutHalves(text),
                    Parse(SampleResult.WithEveryText(text)).GetProperty("events")[0].GetProperty("text").GetString()
                ),
            iter: 100
        );

    [Fact]
    public void Write_OfWhatJsonCannotExpress_IsNull()
    {
        var service = SampleResult.Peak.Services[0];
        var broken = service with { Samples = [service.Samples[0] with { Cpu = double.NaN, Latency99 = null }] };

        var samples = Parse(SampleResult.Peak with { Services = [broken] }).GetProperty("services")[0].GetProperty("samples");

        Assert.Equal(JsonValueKind.Null, samples.GetProperty("cpu")[0].ValueKind);
        Assert.Equal(JsonValueKind.Null, samples.GetProperty("latency99")[0].ValueKind);
    }

    [Fact]
    public void Write_OfAnyResult_FollowsTheSchema()
    {
        var schema = JsonDocument.Parse(File.ReadAllText(Golden.PathOf("docs", "rehearsal-result.schema.json"))).RootElement;
        var nothing = SampleResult.Peak with { Services = [], Nodes = [], Events = [], Cost = null, Cluster = "eu" };

        Assert.Empty(SchemaCheck.FindErrors(schema, Parse(SampleResult.Peak), "$"));
        Assert.Empty(SchemaCheck.FindErrors(schema, Parse(nothing), "$"));
        Assert.NotEmpty(SchemaCheck.FindErrors(schema, JsonDocument.Parse("{\"stack\": 7}").RootElement, "$"));
    }

    private static JsonElement Parse(RehearsalResult result)
    {
        using var output = new MemoryStream();
        JsonReport.Write(result, output);
        return JsonDocument.Parse(output.ToArray()).RootElement;
    }

    // A half of a surrogate pair is no character.
    private static string WithoutHalves(string text) => string.Concat(text.EnumerateRunes());
}
