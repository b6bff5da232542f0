using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;

namespace Infra.Engine.State;

/// <summary>
/// Reuses the ciphertexts of unchanged secrets, since encrypting again would change every secret in the state. Equal secrets of a resource
/// have different ciphertexts and reuse them in order, so that a reader cannot see which are equal.
/// </summary>
internal sealed class CiphertextCache(ISecretCipher cipher)
{
    private readonly ConcurrentDictionary<(Urn Urn, string Plaintext), List<string>> _ciphertexts = new();

    /// <summary>Creates a function that encrypts the secrets of a resource. Call it in the order of the secrets.</summary>
    public Func<string, string> CreateEncrypter(Urn urn)
    {
        var occurrences = new Dictionary<string, int>();
        return plaintext =>
        {
            var (known, index) = Next(urn, plaintext, occurrences);
            lock (known)
            {
                if (index == known.Count)
                {
                    known.Add(cipher.Encrypt(plaintext));
                }

                return known[index];
            }
        };
    }

    /// <summary>Creates a function that decrypts the secrets of a resource. Call it in the order of the secrets.</summary>
    public Func<string, string> CreateDecrypter(Urn urn)
    {
        var occurrences = new Dictionary<string, int>();
        return ciphertext =>
        {
            var plaintext = cipher.Decrypt(ciphertext);
            var (known, index) = Next(urn, plaintext, occurrences);
            lock (known)
            {
                if (index == known.Count)
                {
                    known.Add(ciphertext);
                }
                else
                {
                    known[index] = ciphertext;
                }
            }

            return plaintext;
        };
    }

    /// <summary>Moves the ciphertexts of renamed resources to their new URNs.</summary>
    public void Rename(Func<Urn, Urn> rename)
    {
        foreach (var (key, ciphertexts) in _ciphertexts.ToArray())
        {
            var urn = rename(key.Urn);
            if (urn != key.Urn && _ciphertexts.TryRemove(key, out _))
            {
                _ciphertexts[(urn, key.Plaintext)] = ciphertexts;
            }
        }
    }

    private (List<string> Known, int Index) Next(Urn urn, string plaintext, Dictionary<string, int> occurrences)
    {
        var canonical = Canonical(plaintext);
        var index = occurrences.GetValueOrDefault(canonical);
        occurrences[canonical] = index + 1;
        var known = _ciphertexts.GetOrAdd((urn, canonical), _ => []);
        lock (known)
        {
            // A concurrent pass over the same resource may not have added its ciphertext yet.
            return (known, Math.Min(index, known.Count));
        }
    }

    /// <summary>Normalizes the JSON of a secret: writers differ in the characters they escape.</summary>
    private static string Canonical(string json)
    {
        try
        {
            return JsonNode.Parse(json)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            // The reader of the secret reports the error.
            return json;
        }
    }
}
