using System.Diagnostics;
using System.Text.Json.Nodes;
using Cli.Tests.Support;

namespace Cli.Tests.JsonOutput;

/// <summary>The standard output of real commands with <c>--json</c>.</summary>
public sealed class JsonCommandTests : IDisposable
{
    private readonly ComponentStack _stack = new("one");

    [Fact]
    public async Task Destroy_PlanAndChange_AreOneStream()
    {
        var (exitCode, lines) = await RunAsync("destroy", "--json", "--yes", "-s", "dev");

        Assert.True(exitCode == 0, string.Join('\n', lines.Select(line => line.ToJsonString())));
        Assert.Equal(Enumerable.Range(0, lines.Length), lines.Select(line => (int)line["sequence"]!));
        Assert.Equal([true, false], Find(lines, "summaryEvent").Select(summary => (bool)summary["isPreview"]!));
        Assert.Equal([true, true, null, null], Find(lines, "resourcePreEvent").Select(step => (bool?)step["planning"]));
        Assert.All(Find(lines, "resOutputsEvent"), step =>
            Assert.StartsWith("urn:pulumi:dev::shop::", (string?)step["metadata"]!["urn"], StringComparison.Ordinal)
        );
        Assert.Equal("cancelEvent", lines[^1].Last().Key);
        Assert.Single(Find(lines, "cancelEvent"));
        var documented = JsonMembers.Documented().ToHashSet();
        Assert.All(lines.SelectMany(line => JsonMembers.List(line, "Line")), member => Assert.Contains(member, documented));
    }

    [Theory]
    [InlineData(1, "unknown option '--frobnicate'", "up", "--json", "--frobnicate")]
    [InlineData(1, "`--neo` is not supported", "up", "--neo", "--json")]
    [InlineData(2, "--yes or --skip-preview must be passed in", "destroy", "--json", "-s", "dev")]
    [InlineData(6, "nothere", "destroy", "--json", "--yes", "-s", "nothere")]
    public async Task Stream_AnErrorBeforeTheOperation_IsADiagnostic(int expected, string message, params string[] arguments)
    {
        var (exitCode, lines) = await RunAsync(arguments);

        Assert.Equal(expected, exitCode);
        var diagnostic = Assert.Single(Find(lines, "diagnosticEvent"));
        Assert.Equal("error", (string?)diagnostic["severity"]);
        Assert.Contains(message, (string?)diagnostic["message"], StringComparison.Ordinal);
        Assert.Equal(2, lines.Length);
    }

    [Theory]
    [InlineData(1, "error: unknown option '--frobnicate'", "preview", "--json", "--frobnicate")]
    [InlineData(6, "nothere", "preview", "--json", "-s", "nothere")]
    [InlineData(0, null, "destroy", "--preview-only", "--json", "-s", "dev")]
    public async Task Document_IsOne_AlsoWithAnError(int expected, string? message, params string[] arguments)
    {
        var (exitCode, output) = await RunForTextAsync(arguments);

        Assert.Equal(expected, exitCode);
        var document = JsonNode.Parse(output)!;
        Assert.NotNull(document["steps"]);
        Assert.Equal(message is null, document["diagnostics"] is null);
        Assert.Contains(message ?? "", (string?)document["diagnostics"]?[0]?["message"] ?? "", StringComparison.Ordinal);
    }

    public void Dispose() => _stack.Dispose();

    private static IEnumerable<JsonNode> Find(JsonObject[] lines, string name) => lines.Select(line => line[name]).OfType<JsonNode>();

    private async Task<(int ExitCode, JsonObject[] Lines)> RunAsync(params string[] arguments)
    {
        var (exitCode, output) = await RunForTextAsync(arguments);
        return (exitCode, [.. output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonNode.Parse(line)!.AsObject())]);
    }

    private async Task<(int ExitCode, string Output)> RunForTextAsync(params string[] arguments)
    {
        var start = _stack.Prepare(Path.Combine(AppContext.BaseDirectory, "infra"), arguments);
        using var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        await errors;
        return (process.ExitCode, output);
    }
}
