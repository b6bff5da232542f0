using System.Text;

namespace Infra.Generator.Emission;

/// <summary>Writes indented C#.</summary>
internal sealed class CodeWriter
{
    private readonly StringBuilder _text = new();
    private int _depth;

    public void Line(string line) => _text.Append(' ', 4 * _depth).Append(line).Append('\n');

    public void Line() => _text.Append('\n');

    public void Summary(string summary) => Line($"/// <summary>{summary}</summary>");

    public void Block(string head, Action body)
    {
        Line(head);
        Line("{");
        _depth++;
        body();
        _depth--;
        Line("}");
    }

    public override string ToString() => _text.ToString();
}
