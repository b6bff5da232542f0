using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Stores;

namespace Infra.Cli.Commands.Stores;

/// <summary>Shows the end of a task.</summary>
internal static class StoreTaskOutput
{
    /// <summary>Writes the result, or the log of what failed.</summary>
    /// <returns>The exit code.</returns>
    public static int Show(ParseResult parsed, bool asJson, StoreTaskResult result)
    {
        if (asJson)
        {
            Console.WriteLine(
                new JsonObject
                {
                    ["kind"] = result.Kind,
                    ["name"] = result.Name,
                    ["namespace"] = result.Namespace,
                    ["succeeded"] = result.Failure is null,
                    ["seconds"] = (long)result.Duration.TotalSeconds,
                    ["report"] = result.Report.Length == 0 ? null : Parse(result.Report),
                    ["failure"] = result.Failure,
                }.ToJsonString(ConfigValueJson.Indented)
            );
        }
        else if (result.Failure is null)
        {
            Console.WriteLine($"The {result.Kind} {result.Namespace}/{result.Name} succeeded. {result.Report}".TrimEnd());
        }

        if (result.Failure is null)
        {
            return (int)ExitCode.Success;
        }

        if (result.Log.Length > 0)
        {
            Console.Error.WriteLine(result.Log);
        }

        ErrorOutput.WriteEach(parsed, [$"the {result.Kind} {result.Namespace}/{result.Name} failed: {result.Failure}"]);
        return (int)ExitCode.Error;
    }

    /// <summary>A report that is no JSON is a text.</summary>
    private static JsonNode? Parse(string report)
    {
        try
        {
            return JsonNode.Parse(report);
        }
        catch (System.Text.Json.JsonException)
        {
            return report;
        }
    }
}
