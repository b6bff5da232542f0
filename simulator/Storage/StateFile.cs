using System.Buffers;
using System.Buffers.Text;
using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Simulator.Objects;

namespace Infra.Simulator.Storage;

/// <summary>
/// The format of the files of a store: one JSON object a line, after the checksum of its text. With the checksum a damaged line is noticed
/// even where it is still JSON.
/// </summary>
internal static class StateFile
{
    private const int ChecksumLength = 8;

    // Objects are at most 512 deep, managed fields a little more.
    private static readonly JsonDocumentOptions _parsing = new() { MaxDepth = 1024 };

    private const byte EndOfLine = (byte)'\n';

    /// <summary>Formats a line.</summary>
    /// <param name="buffer">Receives the line.</param>
    /// <param name="write">Writes the JSON object.</param>
    public static void Append(ArrayBufferWriter<byte> buffer, Action<Utf8JsonWriter> write)
    {
        var start = buffer.WrittenCount;
        buffer.GetSpan(ChecksumLength + 1)[..(ChecksumLength + 1)].Fill((byte)' ');
        buffer.Advance(ChecksumLength + 1);
        using (var writer = new Utf8JsonWriter(buffer))
        {
            write(writer);
        }

        var line = MemoryMarshal.AsMemory(buffer.WrittenMemory)[start..].Span;
        Utf8Formatter.TryFormat(Checksum(line[(ChecksumLength + 1)..]), line, out _, new StandardFormat('x', ChecksumLength));
        buffer.Write([EndOfLine]);
    }

    /// <summary>Reads the objects of a file, with the numbers of their lines.</summary>
    /// <param name="path">The file.</param>
    /// <param name="mayEndEarly">Whether the end of the last line may be missing: a crash has cut it short, and its change was not
    /// acknowledged.</param>
    /// <exception cref="InvalidDataException">A line is damaged.</exception>
    public static IEnumerable<(int Number, JsonObject Entry)> Read(string path, bool mayEndEarly)
    {
        var number = 0;
        foreach (var (line, isComplete) in ReadLines(path))
        {
            number++;
            if (!isComplete)
            {
                if (mayEndEarly)
                {
                    yield break;
                }

                throw Damage(path, number, "the line has no end");
            }

            yield return (number, Parse(path, number, line.Span));
        }
    }

    /// <summary>Describes damage with its place.</summary>
    public static InvalidDataException Damage(string path, int line, string what) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path}, line {line}: {what}. The state of the cluster is damaged"));

    private static JsonObject Parse(string path, int number, ReadOnlySpan<byte> line)
    {
        if (
            line.Length <= ChecksumLength
            || line[ChecksumLength] != ' '
            || !Utf8Parser.TryParse(line[..ChecksumLength], out uint expected, out var read, 'x')
            || read != ChecksumLength
        )
        {
            throw Damage(
                path,
                number,
                line is [(byte)'{', ..] ? "there is no checksum; an earlier version wrote this file" : "the checksum is missing"
            );
        }

        var text = line[(ChecksumLength + 1)..];
        if (Checksum(text) != expected)
        {
            throw Damage(path, number, "the text does not match its checksum");
        }

        try
        {
            return JsonNode.Parse(text, documentOptions: _parsing) as JsonObject ?? throw Damage(path, number, "the text is not an object");
        }
        catch (JsonException error)
        {
            throw Damage(path, number, error.Message);
        }
    }

    private static IEnumerable<(ReadOnlyMemory<byte> Line, bool IsComplete)> ReadLines(string path)
    {
        using var stream = File.OpenRead(path);
        var buffer = new byte[64 * 1024];
        var (start, end) = (0, 0);
        while (true)
        {
            var length = buffer.AsSpan(start, end - start).IndexOf(EndOfLine);
            if (length >= 0)
            {
                yield return (buffer.AsMemory(start, length), true);
                start += length + 1;
                continue;
            }

            buffer.AsSpan(start, end - start).CopyTo(buffer);
            (start, end) = (0, end - start);
            if (end == buffer.Length)
            {
                Array.Resize(ref buffer, buffer.Length * 2);
            }

            var read = stream.Read(buffer, end, buffer.Length - end);
            if (read == 0)
            {
                break;
            }

            end += read;
        }

        if (end > 0)
        {
            yield return (buffer.AsMemory(0, end), false);
        }
    }

    private static uint Checksum(ReadOnlySpan<byte> text)
    {
        var checksum = uint.MaxValue;
        var words = MemoryMarshal.Cast<byte, ulong>(text);
        foreach (var word in words)
        {
            checksum = BitOperations.Crc32C(checksum, word);
        }

        foreach (var rest in text[(words.Length * sizeof(ulong))..])
        {
            checksum = BitOperations.Crc32C(checksum, rest);
        }

        return ~checksum;
    }
}
