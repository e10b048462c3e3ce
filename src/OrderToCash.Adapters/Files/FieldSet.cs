using System.Text;

namespace OrderToCash.Adapters.Files;

/// <summary>The fields of one kind of object.</summary>
public sealed class FieldSet
{
    /// <summary>Fields seen are kept as bits of one number.</summary>
    private const int MaxFields = 64;

    private readonly Field[] _fields;
    private readonly byte[][] _names;

    /// <summary>A set of fields, given in the order of their numbers.</summary>
    /// <param name="title">What such an object is, for users.</param>
    public FieldSet(string title, params Field[] fields)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(fields.Length, MaxFields);
        Title = title;
        _fields = fields;
        _names = Array.ConvertAll(fields, static field => Encoding.UTF8.GetBytes(field.Name));
        for (var i = 0; i < fields.Length; i++)
        {
            Required |= fields[i].IsRequired ? 1UL << i : 0;
            if (fields[i].Number != i)
            {
                throw new ArgumentException(
                    $"Bug: field {fields[i].Name} of {title} has number {fields[i].Number}, not {i}.");
            }
        }
    }

    /// <summary>What such an object is, for users.</summary>
    public string Title { get; }

    /// <summary>The fields, by number.</summary>
    public IReadOnlyList<Field> Fields => _fields;

    /// <summary>The numbers of the required fields, as bits.</summary>
    internal ulong Required { get; }

    /// <summary>The field of a number.</summary>
    public Field this[int number] => _fields[number];

    /// <summary>The number of the field of this name; −1 where it is not known.</summary>
    /// <param name="likely">Where to look first: nearly always behind the last, since writers keep an order.</param>
    internal int IndexOf(ReadOnlySpan<byte> utf8, int likely)
    {
        for (var i = 0; i < _names.Length; i++)
        {
            var index = likely + i < _names.Length ? likely + i : likely + i - _names.Length;
            if (utf8.SequenceEqual(_names[index]))
            {
                return index;
            }
        }

        return -1;
    }

    /// <summary>The number of the field of this name; −1 where it is not known.</summary>
    internal int IndexOf(string name) => Array.FindIndex(_fields, field => field.Name == name);
}
