using System.Text;

namespace Infra.Cli.Reports;

/// <summary>A document of at most so many bytes. What does not fit is left out as a whole line or part, never cut.</summary>
/// <param name="maximum">The most bytes in UTF-8.</param>
/// <param name="reserved">The bytes that only <see cref="Conclude"/> may use.</param>
internal sealed class BoundedMarkdown(int maximum, int reserved)
{
    /// <summary>The room of the line that counts what a list leaves out.</summary>
    private const int MoreSize = 40;

    private readonly StringBuilder _text = new();
    private int _room = maximum - reserved;

    /// <summary>Appends a part if it fits.</summary>
    public bool TryAppend(string part)
    {
        var size = Measure(part);
        if (size > _room)
        {
            return false;
        }

        _text.Append(part);
        _room -= size;
        return true;
    }

    /// <summary>Appends a list with as many of its entries as fit, and the number of the others.</summary>
    public void AppendList(string heading, IReadOnlyList<string> entries)
    {
        var title = $"\n**{heading}**\n\n";
        if (entries.Count == 0 || Measure(title) + MoreSize > _room)
        {
            return;
        }

        TryAppend(title);
        _room -= MoreSize;
        var shown = entries.TakeWhile(entry => TryAppend($"- {entry}\n")).Count();
        _room += MoreSize;
        if (shown < entries.Count)
        {
            TryAppend($"- … and {ReportText.Number(entries.Count - shown)} more\n");
        }
    }

    /// <summary>Completes the document with a part for which there is room at any rate.</summary>
    public string Conclude(string part)
    {
        _room += reserved;
        return TryAppend(part)
            ? _text.ToString()
            : throw new InvalidOperationException($"The last part has {Measure(part)} bytes and {_room} are left of {maximum}.");
    }

    /// <summary>The size of a text in UTF-8.</summary>
    public static int Measure(string text) => Encoding.UTF8.GetByteCount(text);
}
