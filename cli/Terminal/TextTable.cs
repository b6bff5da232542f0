namespace Infra.Cli.Terminal;

/// <summary>Writes tables in kubectl's format: left-aligned columns, three spaces apart.</summary>
internal static class TextTable
{
    private const int Gap = 3;

    public static void Write(string[] headings, IEnumerable<string[]> rows, int indent = 0)
    {
        string[][] lines = [headings, .. rows];
        var widths = Enumerable.Range(0, headings.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            var cells = line.Select((cell, column) => cell.PadRight(widths[column] + Gap));
            Console.WriteLine((new string(' ', indent) + string.Concat(cells)).TrimEnd());
        }
    }
}
