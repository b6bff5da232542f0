using System.CommandLine;
using Infra.Engine.Resources.Selection;

namespace Infra.Cli.Commands.Operations;

/// <summary>The options that limit an operation to some resources.</summary>
internal sealed class SelectionOptionSet
{
    private readonly Option<string[]> _targets = Patterns(
        "--target",
        "-t",
        "Limit the operation to this resource; * and ** match any text"
    );
    private readonly Option<bool> _targetDependents = new("--target-dependents")
    {
        Description = "Include all resources that depend on the targets",
    };

    private readonly Option<string[]> _excludes = Patterns("--exclude", "-x", "Leave this resource as it is; * and ** match any text");
    private readonly Option<bool> _excludeDependents = new("--exclude-dependents")
    {
        Description = "Leave all resources that depend on the excluded ones as they are",
    };

    private readonly Option<string[]> _replaces = Patterns("--replace", null, "Replace this resource although nothing requires it");
    private readonly Option<string[]> _targetReplaces = Patterns("--target-replace", null, "The same as --target X --replace X");

    /// <summary>Adds the options of an operation that only reads or deletes.</summary>
    public void AddTo(Command command)
    {
        command.Add(_targets);
        command.Add(_targetDependents);
        command.Add(_excludes);
        command.Add(_excludeDependents);
        command.Validators.Add(result =>
        {
            if (result.GetResult(_targets) is not null && result.GetResult(_excludes) is not null)
            {
                result.AddError("--target and --exclude exclude each other.");
            }
        });
    }

    /// <summary>Adds the options of an operation that can replace resources.</summary>
    public void AddWithReplacementsTo(Command command)
    {
        AddTo(command);
        command.Add(_replaces);
        command.Add(_targetReplaces);
    }

    /// <summary>Reads the selection; options that the command does not have select nothing.</summary>
    public ResourceSelection Read(ParseResult parsed)
    {
        var replaced = Values(parsed, _targetReplaces);
        return new ResourceSelection
        {
            Targets = [.. Values(parsed, _targets), .. replaced],
            IncludesDependents = parsed.GetResult(_targetDependents) is not null && parsed.GetValue(_targetDependents),
            Excludes = Values(parsed, _excludes),
            ExcludesDependents = parsed.GetResult(_excludeDependents) is not null && parsed.GetValue(_excludeDependents),
            Replaces = [.. Values(parsed, _replaces), .. replaced],
        };
    }

    private static Option<string[]> Patterns(string name, string? alias, string description)
    {
        var option = new Option<string[]>(name, alias is null ? [] : [alias])
        {
            Description = description,
            HelpName = "URN|NAME",
            Arity = ArgumentArity.OneOrMore,
            AllowMultipleArgumentsPerToken = false,
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens.Any(token => token.Value.Length == 0))
            {
                result.AddError($"{name} takes a URN, a name or a pattern of either, which must not be empty.");
            }
        });
        return option;
    }

    private static UrnPattern[] Values(ParseResult parsed, Option<string[]> option) =>
        parsed.GetResult(option) is null ? [] : [.. (parsed.GetValue(option) ?? []).Select(UrnPattern.Parse)];
}
