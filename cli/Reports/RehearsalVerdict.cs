using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Errors;

namespace Infra.Cli.Reports;

/// <summary>What a rehearsal says about the stack, read from its JSON result.</summary>
/// <param name="Outcome"><c>holds</c>, <c>fails</c> or <c>unknown</c>.</param>
/// <param name="Summary">The verdict in a sentence.</param>
/// <param name="Failures">The expectations that fail, each in a line.</param>
internal sealed record RehearsalVerdict(string Outcome, string Summary, IReadOnlyList<string> Failures)
{
    private const long MaximumSize = 256L << 20;

    public bool Fails => Outcome == "fails";

    /// <summary>Reads what <c>infra rehearse --json</c> has written.</summary>
    /// <exception cref="UsageException">The file cannot be read, or is not such a result.</exception>
    public static IReadOnlyList<RehearsalVerdict> Read(string path)
    {
        try
        {
            using var file = File.OpenRead(path);
            if (file.Length > MaximumSize)
            {
                throw Refuse(path, $"it is larger than {MaximumSize >> 20} MiB");
            }

            var root = JsonNode.Parse(file);
            return root is JsonArray results ? [.. results.Select(Read)] : [Read(root)];
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Refuse(path, error.Message);
        }
        catch (Exception error) when (error is JsonException or FormatException or InvalidOperationException)
        {
            throw Refuse(path, $"it is not the output of `infra rehearse --json`: {error.Message}");
        }
    }

    private static UsageException Refuse(string path, string reason) =>
        new($"--rehearsal: {path} cannot be used: {reason}", ExitCode.Configuration);

    private static RehearsalVerdict Read(JsonNode? result)
    {
        if (result is not JsonObject || Text(result, "verdict") is not ("holds" or "fails" or "unknown"))
        {
            throw new FormatException("a result has no verdict");
        }

        var failed = (result["expectations"] as JsonArray ?? []).OfType<JsonObject>().Where(one => Text(one, "outcome") == "failed");
        return new RehearsalVerdict(Text(result, "verdict"), Text(result, "summary"), [.. failed.Select(Describe)]);
    }

    private static string Describe(JsonObject expectation)
    {
        var found =
            $"{Text(expectation, "subject")} {Text(expectation, "name")}: {Text(expectation, "figure")} ({Text(expectation, "limit")})";
        string[] rest = [Text(expectation, "cause"), Text(expectation, "remedy")];
        return string.Join("; ", rest.Where(part => part.Length > 0).Prepend(found));
    }

    private static string Text(JsonNode from, string name) => from[name]?.GetValue<string>() ?? "";
}
