using System.Text;

namespace Infra.Protocol.Values;

/// <summary>
/// Shares the instances of short texts that were decoded lately: the requests of a program repeat most names and many values. The memory
/// is bounded, because a text replaces another one of the same hash. Safe for use by several threads.
/// </summary>
internal sealed class RecentTexts
{
    private const int SlotCount = 8192;

    // Longer texts are rarely equal, and comparing them costs more.
    private const int MaxLength = 64;

    private readonly PropertyString?[] _slots = new PropertyString?[SlotCount];

    /// <summary>Decodes a text.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    public PropertyString Get(ReadOnlySpan<byte> utf8)
    {
        if (utf8.Length > MaxLength)
        {
            return new PropertyString(Encoding.UTF8.GetString(utf8));
        }

        var hash = default(HashCode);
        hash.AddBytes(utf8);
        ref var slot = ref _slots[(uint)hash.ToHashCode() % SlotCount];
        var shared = Volatile.Read(ref slot);
        if (shared is null || !Ascii.Equals(utf8, shared.Value))
        {
            shared = new PropertyString(Encoding.UTF8.GetString(utf8));
            Volatile.Write(ref slot, shared);
        }

        return shared;
    }
}
