using System.CommandLine;
using System.CommandLine.Completions;
using System.CommandLine.Parsing;

namespace Infra.Cli.Completion;

/// <summary>Finds the completions of a word from the command tree and, for values, from the project.</summary>
internal sealed class Completer(Command root)
{
    private const int Maximum = 2000;
    private const string EndOfOptions = "--";

    /// <param name="words">The words before it, without the program.</param>
    /// <param name="current">What is written of it.</param>
    public Completions Complete(IReadOnlyList<string> words, string current)
    {
        var parsed = root.Parse(words);
        var found = Find(parsed, words, current);
        var matching = found
            .Candidates.Where(candidate => candidate.Value.StartsWith(current, StringComparison.Ordinal))
            .DistinctBy(candidate => candidate.Value)
            .OrderBy(candidate => candidate.Value, StringComparer.Ordinal)
            .Take(Maximum);
        return found with { Candidates = [.. matching] };
    }

    private static Completions Find(ParseResult parsed, IReadOnlyList<string> words, string current)
    {
        var command = parsed.CommandResult;
        if (words.Contains(EndOfOptions))
        {
            return FindArguments(command, parsed, current);
        }

        if (words is [.., var last] && FindOption(command, last) is { } option && TakesValue(option))
        {
            return FindValues(option, option.HelpName ?? "", parsed, current);
        }

        if (!current.StartsWith('-'))
        {
            return FindArguments(command, parsed, current);
        }

        var equals = current.IndexOf('=', StringComparison.Ordinal);
        if (equals > 0 && FindOption(command, current[..equals]) is { } assigned)
        {
            var values = FindValues(assigned, assigned.HelpName ?? "", parsed, current[(equals + 1)..]);
            var candidates = values.Candidates.Select(candidate => candidate with { Value = current[..(equals + 1)] + candidate.Value });
            return values with { Candidates = [.. candidates] };
        }

        return new Completions(CompletionKind.Words, [.. ListOptions(command)]);
    }

    private static Completions FindArguments(CommandResult command, ParseResult parsed, string current)
    {
        var argument = command.Command.Arguments.FirstOrDefault(argument =>
            (command.GetResult(argument)?.Tokens.Count ?? 0) < argument.Arity.MaximumNumberOfValues
        );
        var values = argument is null ? Completions.None : FindValues(argument, argument.Name, parsed, current);
        var commands = command
            .Command.Subcommands.Where(child => !child.Hidden)
            .Select(child => new Candidate(child.Name, child.Description ?? ""));
        return command.Tokens.Count > 0 || parsed.UnmatchedTokens.Count > 0
            ? values
            : values with
            {
                Candidates = [.. commands, .. values.Candidates],
            };
    }

    private static Completions FindValues(Symbol symbol, string name, ParseResult parsed, string current)
    {
        var own = symbol
            .GetCompletions(CompletionContext.Empty)
            .Select(item => new Candidate(IsEnum(symbol) ? item.Label.ToLowerInvariant() : item.Label))
            .ToArray();
        return own.Length > 0 ? new Completions(CompletionKind.Words, own) : ProjectValues.Find(name, parsed, current);
    }

    private static bool IsEnum(Symbol symbol) =>
        symbol is Option { ValueType: var type } && (Nullable.GetUnderlyingType(type) ?? type).IsEnum;

    private static IEnumerable<Candidate> ListOptions(CommandResult command) =>
        from option in GetOptions(command)
        where !option.Hidden && (command.GetResult(option) is not { Implicit: false } || option.Arity.MaximumNumberOfValues > 1)
        select new Candidate(option.Name, option.Description ?? "");

    private static Option? FindOption(CommandResult command, string word) =>
        GetOptions(command).FirstOrDefault(option => option.Name == word || option.Aliases.Contains(word));

    private static bool TakesValue(Option option) => option.Arity.MinimumNumberOfValues > 0 && option.ValueType != typeof(bool);

    private static IEnumerable<Option> GetOptions(CommandResult command)
    {
        for (SymbolResult? result = command; result is CommandResult current; result = current.Parent)
        {
            foreach (var option in current.Command.Options.Where(option => current == command || option.Recursive))
            {
                yield return option;
            }
        }
    }
}
