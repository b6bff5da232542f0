using System.Text;

namespace Infra.Cli.Ci;

/// <summary>Writes to the log of a job, line by line, so that no text of others is a command of the CI system.</summary>
internal sealed class JobWriter(TextWriter output, JobLog log) : TextWriter
{
    private readonly Lock _gate = new();
    private readonly StringBuilder _line = new();

    public override Encoding Encoding => output.Encoding;

    public override void Write(char value)
    {
        lock (_gate)
        {
            Append(value);
        }
    }

    public override void Write(string? value)
    {
        lock (_gate)
        {
            foreach (var character in value ?? "")
            {
                Append(character);
            }
        }
    }

    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(new string(buffer));

    public override void WriteLine(string? value) => Write($"{value}\n");

    /// <summary>Writes a command of the CI system, on a line of its own.</summary>
    public void WriteCommand(string command)
    {
        lock (_gate)
        {
            if (_line.Length > 0)
            {
                Append('\n');
            }

            output.WriteLine(command);
        }
    }

    /// <summary>Begins a group of lines, which readers can fold.</summary>
    public void BeginGroup(string title) => WriteCommand(log.BeginGroup(title));

    /// <summary>Ends the last group.</summary>
    public void EndGroup() => WriteCommand(log.EndGroup());

    public override void Flush()
    {
        lock (_gate)
        {
            output.Write(log.Neutralize(_line.ToString()));
            _line.Clear();
            output.Flush();
        }
    }

    // A carriage return ends a line for some readers of logs.
    private void Append(char character)
    {
        if (character is '\n' or '\r')
        {
            output.Write(log.Neutralize(_line.ToString()));
            output.Write(character);
            _line.Clear();
        }
        else
        {
            _line.Append(character);
        }
    }
}
