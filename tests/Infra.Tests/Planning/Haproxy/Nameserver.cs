using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Infra.Tests.Planning.Haproxy;

/// <summary>A DNS server with the addresses behind headless Services (RFC 1035, A records over UDP).</summary>
internal sealed class Nameserver : IDisposable
{
    private const int HeaderLength = 12;
    private const ushort AddressRecord = 1;
    private const ushort Answer = 0x8580;
    private const ushort NoSuchName = 0x8583;
    private readonly UdpClient _socket = new(new IPEndPoint(IPAddress.Loopback, 0));
    private volatile IReadOnlyDictionary<string, IPAddress[]> _addresses = new Dictionary<string, IPAddress[]>();

    public Nameserver() => _ = AnswerAsync();

    public int Port => ((IPEndPoint)_socket.Client.LocalEndPoint!).Port;

    /// <summary>Sets the addresses of a name; without addresses the name does not exist.</summary>
    public void Set(string name, params IPAddress[] addresses) =>
        _addresses = new Dictionary<string, IPAddress[]>(_addresses) { [name] = addresses };

    public void Dispose() => _socket.Dispose();

    private async Task AnswerAsync()
    {
        try
        {
            while (true)
            {
                var question = await _socket.ReceiveAsync();
                await _socket.SendAsync(AnswerTo(question.Buffer), question.RemoteEndPoint);
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // Disposed.
        }
    }

    private byte[] AnswerTo(byte[] question)
    {
        var (name, end) = NameIn(question);
        var isForAddresses = BinaryPrimitives.ReadUInt16BigEndian(question.AsSpan(end)) == AddressRecord;
        var known = _addresses.GetValueOrDefault(name, []);
        var addresses = isForAddresses ? known : [];
        var message = new MemoryStream();
        message.Write(question.AsSpan(0, 2));
        Write(known.Length == 0 ? NoSuchName : Answer);
        Write(1);
        Write((ushort)addresses.Length);
        Write(0);
        Write(0);
        message.Write(question.AsSpan(HeaderLength, end + 4 - HeaderLength));
        foreach (var address in addresses)
        {
            // A pointer to the name in the question, the class Internet, a second to live.
            message.Write([0xC0, HeaderLength, 0, 1, 0, 1, 0, 0, 0, 1, 0, 4, .. address.GetAddressBytes()]);
        }

        return message.ToArray();

        void Write(ushort number)
        {
            message.WriteByte((byte)(number >> 8));
            message.WriteByte((byte)number);
        }
    }

    private static (string Name, int End) NameIn(byte[] question)
    {
        var labels = new List<string>();
        var at = HeaderLength;
        while (question[at] is var length and > 0)
        {
            labels.Add(Encoding.ASCII.GetString(question, at + 1, length));
            at += length + 1;
        }

        return (string.Join('.', labels), at + 1);
    }
}
