using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Operations;

namespace Infra.Cli.Commands.Configuration;

/// <summary><c>infra config set-all</c>.</summary>
internal static class SetAllConfigCommand
{
    public static Command Create()
    {
        var stackOption = CommonOptions.Stack();
        var path = ConfigCommand.Path();
        var secret = new Option<string[]>("--secret") { Description = "A value to encrypt; may be repeated", HelpName = "KEY=VALUE" };
        var plaintext = new Option<string[]>("--plaintext")
        {
            Description = "A value to store unencrypted; may be repeated",
            HelpName = "KEY=VALUE",
        };
        var json = new Option<string?>("--json") { Description = "Values in the format of `infra config --json`", HelpName = "JSON" };
        var command = new InfraCommand(
            "set-all",
            "Set several configuration values: all of them, or none",
            ("infra config set-all --secret apiKey=abc --plaintext zone=eu -s dev", "Set a secret and a plain value")
        )
        {
            stackOption,
            path,
            secret,
            plaintext,
            json,
        };
        command.Validators.Add(result =>
        {
            if (result.GetResult(json) is not null && (result.GetResult(secret) ?? result.GetResult(plaintext)) is not null)
            {
                result.AddError("--json excludes --plaintext, --secret and --path.");
            }
        });
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                var workspace = WorkspaceAccess.Open(parsed);
                var stack = workspace.ResolveConfigured(parsed.GetValue(stackOption));
                ConfigChange[] changes =
                [
                    .. (parsed.GetValue(plaintext) ?? []).Select(pair => Split(pair, isSecret: false, parsed.GetValue(path))),
                    .. (parsed.GetValue(secret) ?? []).Select(pair => Split(pair, isSecret: true, parsed.GetValue(path))),
                    .. parsed.GetValue(json) is { } text ? Parse(text) : [],
                ];
                await workspace.Configuration(stack).SetAllAsync(changes, cancellationToken);
                return 0;
            }
        );
        return command;
    }

    /// <summary>Splits <c>key=value</c>; a key that contains <c>=</c> is quoted.</summary>
    internal static ConfigChange Split(string pair, bool isSecret, bool isPath)
    {
        var isQuoted = pair.Length > 0 && pair[0] is '"' or '\'';
        var text = isQuoted ? pair[1..] : pair;
        var separator = isQuoted ? $"{pair[0]}=" : "=";
        var end = text.IndexOf(separator, StringComparison.Ordinal);
        return end > 0
            ? new ConfigChange(text[..end], text[(end + separator.Length)..]) { IsSecret = isSecret, IsPath = isPath }
            : throw new UsageException($"'{pair}': config value must be in the form [key]=[value]");
    }

    private static IEnumerable<ConfigChange> Parse(string text)
    {
        JsonObject values;
        try
        {
            values = JsonNode.Parse(text) as JsonObject ?? throw new JsonException("it is not an object");
        }
        catch (JsonException error)
        {
            throw new UsageException($"could not parse --json argument: {error.Message}");
        }

        foreach (var (key, value) in values)
        {
            var content = value as JsonObject ?? throw new UsageException($"value for --json object key \"{key}\" is not an object");
            var plain = content["value"]?.GetValue<string>() ?? throw new UsageException($"value for --json object key \"{key}\" is nil");
            yield return new ConfigChange(key, plain)
            {
                IsSecret = content["secret"]?.GetValue<bool>() ?? false,
                Structure = content["objectValue"],
            };
        }
    }
}
