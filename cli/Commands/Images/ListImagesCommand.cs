using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
using Infra.Cli.Terminal;
using Infra.Engine.Errors;
using Infra.Engine.Images;
using Infra.Engine.Images.Inventory;

namespace Infra.Cli.Commands.Images;

/// <summary><c>infra images ls</c>.</summary>
internal static class ListImagesCommand
{
    public static Command Create()
    {
        var stack = CommonOptions.Stack();
        var json = CommonOptions.Json();
        var command = new InfraCommand(
            "ls",
            "List every image of a stack, its locked digest and what needs it, without contacting a registry",
            ("infra images ls --stack prod", "List the images of the stack prod"),
            ("infra images ls --stack prod --json", "Write the same as JSON")
        )
        {
            stack,
            json,
        };
        command.Aliases.Add("list");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                using var reader = new StackImageReader(parsed);
                var images = await reader.ReadAsync(reader.Resolve(parsed.GetValue(stack)), cancellationToken);
                if (parsed.GetValue(json))
                {
                    Console.WriteLine(
                        new JsonArray([.. images.Select(image => Describe(image, reader.Tasks))]).ToJsonString(ConfigValueJson.Indented)
                    );
                }
                else
                {
                    TextTable.Write(["IMAGE", "DIGEST", "NEEDED BY"], images.Select(image => Row(image, reader.Tasks)));
                }

                return (int)ExitCode.Success;
            }
        );
        return command;
    }

    private static string[] Row(StackImage image, ImageTasks tasks) =>
        [
            image.Reference.ToString(),
            tasks.FindLocked(image)?.Digest ?? "not locked",
            image.Users.Count == 1 ? image.Users[0] : $"{image.Users[0]} and {image.Users.Count - 1} more",
        ];

    private static JsonObject Describe(StackImage image, ImageTasks tasks)
    {
        var locked = tasks.FindLocked(image);
        return new JsonObject
        {
            ["image"] = image.Reference.ToString(),
            ["digest"] = locked?.Digest,
            ["platforms"] = new JsonObject(
                (locked?.Platforms ?? System.Collections.Immutable.ImmutableSortedDictionary<string, string>.Empty).Select(platform =>
                    KeyValuePair.Create(platform.Key, (JsonNode?)platform.Value)
                )
            ),
            ["neededBy"] = new JsonArray([.. image.Users.Select(user => JsonValue.Create(user))]),
        };
    }
}
