using System.CommandLine;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Cli.Terminal;

namespace Infra.Cli.Commands.Operations;

/// <summary><c>infra explain</c>: shows the program's answer to the query <c>explain SERVICE</c> (docs/program-contract.md).</summary>
internal static class ExplainCommand
{
    private const string Query = "explain";
    private const string Explanations = "explanations";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var service = new Argument<string>("SERVICE") { Description = "A service of the catalogue" };
        var stackOption = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "explain",
            "Show each decision about a service and where it comes from, without contacting a cluster",
            ("infra explain orders --stack prod", "Show which setting, preset or rule decided each value of the service orders"),
            ("infra explain orders --stack prod --json", "Write the same as JSON"),
            (
                "COLUMNS=200 infra explain orders --stack prod > orders.txt",
                "Write longer lines; they fit the terminal, and elsewhere no setting or value is broken"
            )
        )
        {
            service,
            stackOption,
            json,
            CommonOptions.WithoutSecrets,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var (answer, failure) = await ProgramAnswer.AskAsync(
                    parsed,
                    workspace,
                    workspace.ResolveConfigured(parsed.GetValue(stackOption)),
                    $"{Query} {parsed.GetRequiredValue(service)}",
                    cancellationToken
                );
                if (answer is not null)
                {
                    Show(answer, parsed.GetValue(json));
                }

                return (int)failure;
            }
        );
        return command;
    }

    private static void Show(JsonObject answer, bool asJson)
    {
        if (answer[Explanations] is not JsonArray explanations)
        {
            throw new UsageException($"the program answered the query '{Query}' without a list of {Explanations}: {answer.ToJsonString()}");
        }

        if (asJson)
        {
            Console.WriteLine(explanations.ToJsonString(Readable));
            return;
        }

        var texts = explanations
            .OfType<JsonObject>()
            .Select(one => new Explanation(Text(one, "setting"), Text(one, "value"), Text(one, "reason"), Text(one, "place")))
            .ToArray();
        foreach (var line in ExplanationText.Arrange(texts, TerminalSize.FindWidth()))
        {
            Console.WriteLine(line);
        }
    }

    private static string Text(JsonObject explanation, string member) => explanation[member]?.ToString() ?? "";
}
