using System.Security.Cryptography;
using System.Text;

namespace Infra.Engine.Secrets;

/// <summary>
/// Stands for the secrets of a stack whose passphrase is not at hand: each is replaced by a text that differs where the encrypted value
/// differs, so that a change of a secret is visible and its value is not.
/// </summary>
/// <remarks>
/// The text consists of letters and digits, and its length is a multiple of four, so that it is also valid Base64 and a valid name. It is
/// part of docs/program-contract.md.
/// </remarks>
internal sealed class WithheldSecrets : ISecretCipher
{
    /// <summary>How each text begins.</summary>
    public const string Prefix = "withheld";

    private const int HashLength = 32;

    private WithheldSecrets() { }

    public static WithheldSecrets Instance { get; } = new();

    public string Encrypt(string plaintext) => throw new NotSupportedException("Nothing is stored where secrets are withheld.");

    /// <summary>Returns the text that stands for the secret.</summary>
    public string Decrypt(string ciphertext) =>
        Prefix + Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ciphertext)))[..HashLength];
}
