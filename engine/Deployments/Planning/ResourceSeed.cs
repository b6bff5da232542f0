using System.Security.Cryptography;
using System.Text;
using Infra.Engine.Resources;

namespace Infra.Engine.Deployments.Planning;

/// <summary>The sources of the random parts of resources, such as automatic names.</summary>
internal static class ResourceSeed
{
    private const int Size = 32;

    /// <summary>Creates a random seed.</summary>
    public static byte[] CreateRandom(Urn urn) => RandomNumberGenerator.GetBytes(Size);

    /// <summary>Derives a seed from the URN, so that it is always the same.</summary>
    public static byte[] Derive(Urn urn) => SHA256.HashData(Encoding.UTF8.GetBytes(urn.Value));
}
