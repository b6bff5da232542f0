using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Engine.Operations;
using Infra.Engine.Operations.StateEdits;
using Infra.Engine.Resources;
using Infra.Engine.State;
using Spectre.Console;

namespace Infra.Cli.Commands.StateEdits;

/// <summary>The questions that edits of the state ask in a terminal.</summary>
internal static class StateEditPrompts
{
    /// <summary>The question of most edits.</summary>
    public const string Confirm = "warning: This command will edit your stack's state directly. Confirm?";

    /// <summary>Returns the URNs of the command line, or else one that the user chooses.</summary>
    /// <exception cref="UsageException">There is none, and the user cannot be asked.</exception>
    public static IReadOnlyList<string> RequireUrns(
        ParseResult parsed,
        IReadOnlyList<string> urns,
        Workspace workspace,
        StackName stack,
        string question
    )
    {
        if (urns.Count > 0)
        {
            return urns;
        }

        if (!Confirmation.CanAsk(parsed))
        {
            throw new UsageException("Must supply <resource URN> unless infra is run interactively");
        }

        return [ChooseUrn(workspace, stack, question)];
    }

    /// <summary>Asks for one of the stack's resources.</summary>
    public static string ChooseUrn(Workspace workspace, StackName stack, string question)
    {
        var known = workspace.State(stack).Read().Resources.Select(resource => resource.Urn.Value).Distinct().ToArray();
        return known.Length == 0
            ? throw new UsageException($"the stack '{stack.Name}' has no resources")
            : AnsiConsole.Prompt(
                new SelectionPrompt<string>().Title(Markup.Escape(question)).UseConverter(Markup.Escape).AddChoices(known)
            );
    }

    /// <summary>Asks which of several resources with the same URN is meant; null where the user cannot be asked.</summary>
    public static ChooseResource? Chooser(ParseResult parsed) =>
        !Confirmation.CanAsk(parsed)
            ? null
            : candidates =>
                AnsiConsole.Prompt(
                    new SelectionPrompt<ResourceState>()
                        .Title("Multiple resources with the given URN exist, please select the one to edit:")
                        .UseConverter(resource => Markup.Escape(Describe(resource)))
                        .AddChoices(candidates)
                );

    /// <summary>Asks a question that defaults to no, also where the user cannot be asked.</summary>
    public static bool IsApproved(ParseResult parsed, string question)
    {
        if (!Confirmation.CanAsk(parsed))
        {
            return false;
        }

        Console.Write($"{question} (yes/no) ");
        return Console.ReadLine()?.Trim() is "yes" or "y";
    }

    private static string Describe(ResourceState resource) =>
        $"\"{resource.Id}\"{(resource.Protect ? " (Protected)" : "")}{(resource.Delete ? " (Pending Deletion)" : "")}";
}
