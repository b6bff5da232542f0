using System.Buffers;
using System.Buffers.Text;
using System.IO.Pipelines;
using System.Text;

namespace Infra.Simulator.Metrics.Exposition;

/// <summary>
/// Writes Prometheus' text format as a stream. Reference:
/// <see href="https://prometheus.io/docs/instrumenting/exposition_formats/">exposition formats</see>.
/// </summary>
internal sealed class MetricsWriter(PipeWriter output)
{
    /// <summary>The value of the header <c>Content-Type</c>.</summary>
    public const string ContentType = "text/plain; version=0.0.4; charset=utf-8";

    private const int BufferSize = 64 * 1024;
    private static readonly SearchValues<char> _escaped = SearchValues.Create("\\\"\n");

    private readonly byte[] _buffer = new byte[BufferSize];
    private byte[] _name = [];
    private int _used;
    private int _unflushed;

    /// <summary>Begins a metric family.</summary>
    public void Family(string name, MetricType type, string help)
    {
        _name = Encoding.UTF8.GetBytes(name);
        Append("# HELP "u8);
        Append(_name);
        Append(" "u8);
        Append(help);
        Append("\n# TYPE "u8);
        Append(_name);
        Append(
            type switch
            {
                MetricType.Counter => " counter\n"u8,
                MetricType.Histogram => " histogram\n"u8,
                _ => " gauge\n"u8,
            }
        );
    }

    /// <summary>Writes a sample of the current family.</summary>
    public void Sample(double value, params ReadOnlySpan<(string Name, string Value)> labels) => Sample([], [], value, labels);

    /// <summary>Writes a sample of the current family.</summary>
    /// <param name="suffix">What follows the family's name, such as <c>_bucket</c>.</param>
    /// <param name="encoded">Labels from <see cref="Encode"/>, which come first.</param>
    /// <param name="value">The value.</param>
    /// <param name="labels">The other labels.</param>
    public void Sample(
        ReadOnlySpan<byte> suffix,
        ReadOnlySpan<byte> encoded,
        double value,
        params ReadOnlySpan<(string Name, string Value)> labels
    )
    {
        Append(_name);
        Append(suffix);
        if (encoded.Length + labels.Length > 0)
        {
            Append("{"u8);
            Append(encoded);
            for (var i = 0; i < labels.Length; i++)
            {
                if (i > 0 || encoded.Length > 0)
                {
                    Append(","u8);
                }

                Append(labels[i].Name);
                Append("=\""u8);
                AppendEscaped(labels[i].Value);
                Append("\""u8);
            }

            Append("}"u8);
        }

        Append(" "u8);
        AppendNumber(value);
        Append("\n"u8);
    }

    /// <summary>Encodes labels that several samples have.</summary>
    public static byte[] Encode(params ReadOnlySpan<(string Name, string Value)> labels)
    {
        var text = new StringBuilder();
        foreach (var (name, value) in labels)
        {
            text.Append(text.Length > 0 ? "," : "").Append(name).Append("=\"").Append(Escape(value)).Append('"');
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }

    /// <summary>Sends what has been written, if it is enough for a packet. Call it between objects.</summary>
    public ValueTask FlushIfFullAsync(CancellationToken cancellation) =>
        _unflushed + _used < BufferSize ? ValueTask.CompletedTask : FlushAsync(cancellation);

    /// <summary>Sends what has been written.</summary>
    public async ValueTask FlushAsync(CancellationToken cancellation)
    {
        Push();
        _unflushed = 0;
        await output.FlushAsync(cancellation);
    }

    private static string Escape(string value) =>
        value.AsSpan().ContainsAny(_escaped)
            ? value
                .Replace("\\", "\\\\", StringComparison.Ordinal)
                .Replace("\"", "\\\"", StringComparison.Ordinal)
                .Replace("\n", "\\n", StringComparison.Ordinal)
            : value;

    private void AppendEscaped(string value) => Append(Escape(value));

    private void AppendNumber(double value)
    {
        if (_buffer.Length - _used < 64)
        {
            Push();
        }

        int written;
        if (value == Math.Floor(value) && Math.Abs(value) < 1e15)
        {
            _ = Utf8Formatter.TryFormat((long)value, _buffer.AsSpan(_used), out written);
        }
        else if (double.IsInfinity(value))
        {
            Append(value > 0 ? "+Inf"u8 : "-Inf"u8);
            return;
        }
        else
        {
            _ = Utf8Formatter.TryFormat(value, _buffer.AsSpan(_used), out written);
        }

        _used += written;
    }

    private void Append(string text)
    {
        if (Encoding.UTF8.TryGetBytes(text, _buffer.AsSpan(_used), out var written))
        {
            _used += written;
            return;
        }

        Push();
        Append(Encoding.UTF8.GetBytes(text));
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.TryCopyTo(_buffer.AsSpan(_used)))
        {
            _used += bytes.Length;
            return;
        }

        Push();
        if (bytes.TryCopyTo(_buffer))
        {
            _used = bytes.Length;
        }
        else
        {
            output.Write(bytes);
            _unflushed += bytes.Length;
        }
    }

    private void Push()
    {
        output.Write(_buffer.AsSpan(0, _used));
        _unflushed += _used;
        _used = 0;
    }
}
