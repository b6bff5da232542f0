using System.CommandLine;
using Infra.Cli.Terminal;
using Infra.Rehearsal.Reports.Text;

namespace Infra.Cli.Commands.Rehearsals;

/// <summary>Writes styled text to the terminal in its colours.</summary>
internal static class StyledOutput
{
    /// <param name="parsed">The command line, which may forbid colours.</param>
    /// <param name="write">Writes the text for a number of columns; null for lines of any length.</param>
    public static void Write(ParseResult parsed, Func<int?, IReadOnlyList<StyledLine>> write)
    {
        var palette = Palette.Create(parsed, Console.IsOutputRedirected);
        foreach (var line in write(TerminalSize.FindWidth()))
        {
            Console.WriteLine(string.Concat(line.Parts.Select(part => Paint(palette, part))));
        }
    }

    private static string Paint(Palette palette, StyledText part) =>
        part.Style switch
        {
            TextStyle.Heading => palette.Heading(part.Text),
            TextStyle.Good => palette.Created(part.Text),
            TextStyle.Bad => palette.Error(part.Text),
            TextStyle.Doubtful => palette.Warning(part.Text),
            TextStyle.Faint => palette.Faint(part.Text),
            _ => part.Text,
        };
}
