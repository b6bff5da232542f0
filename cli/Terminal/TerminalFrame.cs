namespace Infra.Cli.Terminal;

/// <summary>Lines at the end of the terminal that are redrawn in place. The cursor stays below them.</summary>
internal sealed class TerminalFrame(TextWriter output)
{
    private const string EraseBelow = "\r\e[J";

    private IReadOnlyList<string> _lines = [];

    /// <summary>Replaces the lines, unless they are the same. Each must fit the width of the terminal.</summary>
    public void Draw(IReadOnlyList<string> lines)
    {
        if (!lines.SequenceEqual(_lines))
        {
            Erase();
            Write(lines);
        }
    }

    /// <summary>Writes a line above the frame.</summary>
    public void WriteAbove(string line)
    {
        Erase();
        output.WriteLine(line);
        Write(_lines);
    }

    private void Erase()
    {
        // A terminal takes `ESC[0A` as one line up.
        if (_lines.Count > 0)
        {
            output.Write($"\e[{_lines.Count}A{EraseBelow}");
        }
    }

    private void Write(IReadOnlyList<string> lines)
    {
        foreach (var line in lines)
        {
            output.WriteLine(line);
        }

        output.Flush();
        _lines = lines;
    }
}
