namespace Infra.Cli.Terminal;

/// <summary>Writes tables of left-aligned columns.</summary>
internal static class TextTable
{
    /// <summary>The gap between columns in tables that Pulumi has, too.</summary>
    public const int PulumiGap = 2;

    /// <summary>The gap between columns in kubectl's tables, and in those of commands that Pulumi lacks.</summary>
    private const int KubectlGap = 3;

    public static void Write(string[] headings, IEnumerable<string[]> rows, int indent = 0, int gap = KubectlGap)
    {
        foreach (var line in Arrange(headings, rows, indent, gap))
        {
            Console.WriteLine(line);
        }
    }

    /// <summary>Lays out the lines.</summary>
    public static IEnumerable<string> Arrange(string[] headings, IEnumerable<string[]> rows, int indent = 0, int gap = KubectlGap)
    {
        string[][] lines = [headings, .. rows];
        var widths = Enumerable.Range(0, headings.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        return lines.Select(line =>
            (new string(' ', indent) + string.Concat(line.Select((cell, column) => cell.PadRight(widths[column] + gap)))).TrimEnd()
        );
    }
}
