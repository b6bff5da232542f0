using System.Security.Cryptography;
using Infra.Engine.Errors;

namespace Infra.Engine.Secrets;

/// <summary>
/// A stack's way to keep secrets: by passphrase. The key costs some tenths of a second to derive, so it is derived only when there is something
/// to encrypt or decrypt, and beforehand on another thread where that can be foreseen.
/// </summary>
public sealed class SecretsManager : ISecretCipher
{
    /// <summary>The only kind of secrets provider there is here, as the state names it.</summary>
    public const string PassphraseType = "passphrase";

    private readonly PassphraseSource _passphrase;
    private readonly string _where;
    private readonly Lazy<PassphraseCipher> _cipher;

    internal SecretsManager(string? salt, string where, PassphraseSource passphrase)
    {
        _where = where;
        _passphrase = passphrase;
        Salt = salt;
        _cipher = new Lazy<PassphraseCipher>(OpenCipher);
    }

    /// <summary>The salt as stack file and state hold it; null until the first secret of a new stack.</summary>
    public string? Salt { get; private set; }

    /// <summary>Begins to derive the key on another thread, so that the first secret does not have to wait for it.</summary>
    public void Prepare() => _ = Task.Run(() =>
    {
        try
        {
            _ = _cipher.Value;
        }
        catch (SecretsException)
        {
            // Lazy keeps the failure: whoever needs the key is told, and nobody else.
        }
    });

    /// <summary>Derives the key now, making a salt where there is none.</summary>
    /// <exception cref="SecretsException">No passphrase is set, or the wrong one.</exception>
    public void Unlock() => _ = _cipher.Value;

    /// <inheritdoc/>
    public string Encrypt(string plaintext) => _cipher.Value.Encrypt(plaintext);

    /// <inheritdoc/>
    public string Decrypt(string ciphertext)
    {
        try
        {
            return _cipher.Value.Decrypt(ciphertext);
        }
        catch (Exception error) when (error is CryptographicException or FormatException)
        {
            throw new SecretsException($"{_where}: a secret cannot be decrypted: it was encrypted with another key or has been changed", error);
        }
    }

    private PassphraseCipher OpenCipher()
    {
        if (Salt is null)
        {
            var created = PassphraseCipher.Create(_passphrase.FindOrGenerate());
            Salt = created.SaltState;
            return created;
        }

        var passphrase = _passphrase.Find() ?? throw new SecretsException(
            $"{_where}: the stack's secrets need its passphrase: set {PassphraseSource.Variable}, or {PassphraseSource.FileVariable} to a file that holds it");
        try
        {
            return PassphraseCipher.Open(passphrase, Salt);
        }
        catch (CryptographicException error)
        {
            throw new SecretsException(
                $"{_where}: incorrect passphrase: set {PassphraseSource.Variable} to the stack's passphrase, or {PassphraseSource.FileVariable} to a file that holds it",
                error);
        }
        catch (FormatException error)
        {
            throw new SecretsException($"{_where}: the encryption salt is not well-formed: {error.Message}", error);
        }
    }
}
