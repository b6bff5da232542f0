using System.CommandLine;
using System.Text.Json.Nodes;
using Infra.Cli.Commands.Configuration;
using Infra.Cli.Terminal;
using Infra.Engine.State;

namespace Infra.Cli.Commands.Stacks;

/// <summary><c>infra stack tag</c>: notes on a stack, by name.</summary>
internal static class StackTagCommand
{
    public static Command Create()
    {
        var stack = CommonOptions.Stack();
        stack.Recursive = true;
        return new InfraCommand("tag", "Show and change a stack's tags")
        {
            stack,
            CreateGet(stack),
            CreateList(stack),
            CreateRemove(stack),
            CreateSet(stack),
        };
    }

    private static Argument<string> Name() => new("NAME") { Description = "The tag's name" };

    private static (StackName Stack, StackTags Tags) Open(ParseResult parsed, Option<string?> option)
    {
        var workspace = WorkspaceAccess.Open(parsed);
        var stack = workspace.Resolve(parsed.GetValue(option));
        return (stack, workspace.Tags(stack));
    }

    private static InfraCommand CreateGet(Option<string?> stackOption)
    {
        var name = Name();
        var command = new InfraCommand("get", "Print a tag's value", ("infra stack tag get owner --stack dev", "Print the tag owner"))
        {
            name,
        };
        command.SetAction(parsed =>
        {
            var (stack, tags) = Open(parsed, stackOption);
            var wanted = parsed.GetRequiredValue(name);
            Console.WriteLine(
                tags.Read().TryGetValue(wanted, out var value)
                    ? value
                    : throw new UsageException($"stack tag '{wanted}' not found for stack '{stack.Name}'")
            );
            return 0;
        });
        return command;
    }

    private static InfraCommand CreateList(Option<string?> stackOption)
    {
        var json = CommonOptions.Json();
        var command = new InfraCommand("ls", "List all tags", ("infra stack tag ls --stack dev", "List the tags of the stack dev"))
        {
            json,
        };
        command.Aliases.Add("list");
        command.SetAction(parsed =>
        {
            var tags = Open(parsed, stackOption).Tags.Read();
            if (parsed.GetValue(json))
            {
                var members = tags.Select(tag => KeyValuePair.Create(tag.Key, (JsonNode?)JsonValue.Create(tag.Value)));
                Console.WriteLine(new JsonObject(members).ToJsonString(ConfigValueJson.Indented));
            }
            else
            {
                TextTable.Write(["NAME", "VALUE"], tags.Select(tag => (string[])[tag.Key, tag.Value]), gap: TextTable.PulumiGap);
            }

            return 0;
        });
        return command;
    }

    private static InfraCommand CreateRemove(Option<string?> stackOption)
    {
        var name = Name();
        var command = new InfraCommand("rm", "Remove a tag", ("infra stack tag rm owner --stack dev", "Remove the tag owner")) { name };
        command.Aliases.Add("remove");
        command.Aliases.Add("delete");
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await Open(parsed, stackOption).Tags.RemoveAsync(parsed.GetRequiredValue(name), cancellationToken);
                return 0;
            }
        );
        return command;
    }

    private static InfraCommand CreateSet(Option<string?> stackOption)
    {
        var name = Name();
        var value = new Argument<string>("VALUE") { Description = "The tag's value" };
        var command = new InfraCommand("set", "Set a tag", ("infra stack tag set owner shop-team --stack dev", "Name the owner"))
        {
            name,
            value,
        };
        command.SetAction(
            async (parsed, cancellationToken) =>
            {
                await Open(parsed, stackOption)
                    .Tags.SetAsync(parsed.GetRequiredValue(name), parsed.GetRequiredValue(value), cancellationToken);
                return 0;
            }
        );
        return command;
    }
}
