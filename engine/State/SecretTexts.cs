using System.Collections.Concurrent;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;

namespace Infra.Engine.State;

/// <summary>Encrypts so that a secret that has not changed keeps its ciphertext: else every update would change every secret in the state.</summary>
internal sealed class SecretTexts(ISecretCipher cipher)
{
    // By resource, so that equal secrets of two resources do not show as equal.
    private readonly ConcurrentDictionary<(Urn Urn, string Plaintext), string> _ciphertexts = new();

    /// <summary>How to encrypt the secrets of a resource.</summary>
    public Func<string, string> EncrypterOf(Urn urn) => plaintext =>
        _ciphertexts.GetOrAdd((urn, plaintext), static (key, cipher) => cipher.Encrypt(key.Plaintext), cipher);

    /// <summary>How to decrypt the secrets of a resource.</summary>
    public Func<string, string> DecrypterOf(Urn urn) => ciphertext =>
    {
        var plaintext = cipher.Decrypt(ciphertext);
        _ciphertexts.TryAdd((urn, plaintext), ciphertext);
        return plaintext;
    };
}
