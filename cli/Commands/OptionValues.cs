using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Infra.Cli.Commands;

/// <summary>Reads options in validators, which run before values are converted: an option may have any text there.</summary>
internal static class OptionValues
{
    /// <summary>True where a flag is given and not <c>false</c>.</summary>
    public static bool IsOn(this CommandResult result, Option<bool> flag) =>
        result.GetResult(flag) is { Implicit: false } given
        && (given.Tokens.Count == 0 || (bool.TryParse(given.Tokens[0].Value, out var value) && value));

    /// <summary>True where the option is given and all of its values are whole numbers of a range.</summary>
    public static bool AreNumbers(this OptionResult result, int minimum, int maximum = int.MaxValue) =>
        result.Tokens.All(token =>
            int.TryParse(token.Value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            && number >= minimum
            && number <= maximum
        );
}
