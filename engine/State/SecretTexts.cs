using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Nodes;
using Infra.Engine.Resources;
using Infra.Engine.Secrets;

namespace Infra.Engine.State;

/// <summary>
/// Encrypts so that a secret that has not changed keeps its ciphertext: else every update would change every secret in the state. The first of
/// equal secrets of a resource keeps the first ciphertext, the second the second, so that equal secrets do not show as equal.
/// </summary>
internal sealed class SecretTexts(ISecretCipher cipher)
{
    private readonly ConcurrentDictionary<(Urn Urn, string Plaintext), List<string>> _ciphertexts = new();

    /// <summary>How to encrypt the secrets of a resource, in the order in which they stand in it.</summary>
    public Func<string, string> EncrypterOf(Urn urn)
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

    /// <summary>How to decrypt the secrets of a resource, in the order in which they stand in it.</summary>
    public Func<string, string> DecrypterOf(Urn urn)
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

    private (List<string> Known, int Index) Next(Urn urn, string plaintext, Dictionary<string, int> occurrences)
    {
        var canonical = Canonical(plaintext);
        var index = occurrences.GetValueOrDefault(canonical);
        occurrences[canonical] = index + 1;
        var known = _ciphertexts.GetOrAdd((urn, canonical), _ => []);
        lock (known)
        {
            // Another pass over the same resource may not have got as far.
            return (known, Math.Min(index, known.Count));
        }
    }

    /// <summary>One spelling of a secret's JSON: other writers escape other characters.</summary>
    private static string Canonical(string json)
    {
        try
        {
            return JsonNode.Parse(json)?.ToJsonString() ?? "null";
        }
        catch (JsonException)
        {
            // Whoever reads it as a secret says what is wrong with it.
            return json;
        }
    }
}
