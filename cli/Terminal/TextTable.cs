namespace Infra.Cli.Terminal;

/// <summary>Columns as kubectl writes them: left-aligned, three spaces apart, headings in capitals.</summary>
internal static class TextTable
{
    private const int Gap = 3;

    public static void Write(string[] headings, IEnumerable<string[]> rows, int indent = 0)
    {
        string[][] lines = [headings, .. rows];
        var widths = Enumerable.Range(0, headings.Length).Select(column => lines.Max(line => line[column].Length)).ToArray();
        foreach (var line in lines)
        {
            Console.WriteLine((new string(' ', indent) + string.Concat(line.Select((cell, column) => cell.PadRight(widths[column] + Gap)))).TrimEnd());
        }
    }
}
