using System.CommandLine;
using Infra.Kubernetes;

namespace Infra.Cli.Commands;

/// <summary>An option with a duration as Go writes it, longer than zero.</summary>
internal static class DurationOption
{
    /// <param name="name">The option, with its dashes.</param>
    /// <param name="description">What it does.</param>
    /// <param name="examples">Durations, for the message about another value.</param>
    public static Option<string?> Create(string name, string description, string examples)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = "DURATION" };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && !(GoDuration.TryParse(token.Value, out var duration) && duration > TimeSpan.Zero))
            {
                result.AddError($"{name} takes a duration such as {examples}, not '{token.Value}'.");
            }
        });
        return option;
    }

    /// <summary>The duration; null if the option is not given.</summary>
    public static TimeSpan? Get(ParseResult parsed, Option<string?> option) =>
        parsed.GetValue(option) is { } text ? GoDuration.Parse(text) : null;
}
