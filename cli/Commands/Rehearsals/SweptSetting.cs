using Infra.Engine.Errors;
using Infra.Protocol.Values;
using Infra.Rehearsal.Questions;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>The setting and the values of <c>--sweep PATH=VALUES</c>.</summary>
/// <param name="Path">The path of the setting.</param>
/// <param name="Values">The values, as they are written.</param>
internal sealed record SweptSetting(PropertyPath Path, IReadOnlyList<string> Values)
{
    private const string Form = "write PATH=FROM..TO, PATH=FROM..TO:STEP or PATH=A,B,C, such as services.catalog.scaling.max=4..16";

    /// <summary>Reads the setting from the arguments of an option.</summary>
    /// <exception cref="UsageException">An argument has another form, or there are several.</exception>
    public static SweptSetting Parse(string option, IReadOnlyList<string> arguments)
    {
        if (arguments is not [var only])
        {
            throw new UsageException($"{option} is given twice: one setting is swept at a time", ExitCode.Configuration);
        }

        try
        {
            return Parse(only);
        }
        catch (FormatException error)
        {
            throw new UsageException($"{option}: {error.Message}", ExitCode.Configuration);
        }
    }

    private static SweptSetting Parse(string text)
    {
        // A name in brackets may contain the sign.
        for (var end = text.IndexOf('=', StringComparison.Ordinal); end > 0; end = text.IndexOf('=', end + 1))
        {
            if (PropertyPath.TryParse(text[..end], out var path) && path.Segments.All(segment => !segment.IsWildcard))
            {
                return new SweptSetting(path, SweepValues.Parse(text[(end + 1)..]));
            }
        }

        throw new FormatException($"'{text}' has no path of a setting: {Form}");
    }
}
