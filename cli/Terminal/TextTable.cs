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
        string[][] lines = [headings, .. rows];
        var widths = Enumerable.Range(0, headings.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => cell.PadRight(widths[column] + gap));
            Console.WriteLine((new string(' ', indent) + string.Concat(cells)).TrimEnd());
        }
    }
}
