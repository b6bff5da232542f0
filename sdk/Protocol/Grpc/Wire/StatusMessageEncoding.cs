using System.Globalization;
using System.Text;

namespace Infra.Protocol.Grpc.Wire;

/// <summary>
/// The percent-encoding of <c>grpc-message</c>: UTF-8 with all bytes escaped but printable ASCII other than the percent sign.
/// </summary>
internal static class StatusMessageEncoding
{
    // Common peers reject larger header blocks, so a longer message is truncated.
    private const int MaxEncodedLength = 8 * 1024;

    public static string Encode(string message)
    {
        if (message.Length <= MaxEncodedLength && message.AsSpan().IndexOfAnyExceptInRange(' ', '~') < 0 && !message.Contains('%'))
        {
            return message;
        }

        var encoded = new StringBuilder(message.Length + 16);
        Span<byte> utf8 = stackalloc byte[4];
        foreach (var rune in message.EnumerateRunes())
        {
            if (encoded.Length >= MaxEncodedLength)
            {
                return encoded.Append("...").ToString();
            }

            if (rune.Value is >= ' ' and <= '~' and not '%')
            {
                encoded.Append((char)rune.Value);
            }
            else
            {
                foreach (var octet in utf8[..rune.EncodeToUtf8(utf8)])
                {
                    encoded.Append(CultureInfo.InvariantCulture, $"%{octet:X2}");
                }
            }
        }

        return encoded.ToString();
    }

    /// <summary>Decodes leniently: an invalid escape is kept as it is, so that no message is lost.</summary>
    public static string Decode(string encoded)
    {
        if (!encoded.Contains('%'))
        {
            return encoded;
        }

        var octets = new List<byte>(encoded.Length);
        for (var i = 0; i < encoded.Length; i++)
        {
            if (
                encoded[i] == '%'
                && i + 2 < encoded.Length
                && byte.TryParse(encoded.AsSpan(i + 1, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var octet)
            )
            {
                octets.Add(octet);
                i += 2;
            }
            else
            {
                octets.AddRange(Encoding.UTF8.GetBytes(encoded, i, 1));
            }
        }

        return Encoding.UTF8.GetString([.. octets]);
    }
}
