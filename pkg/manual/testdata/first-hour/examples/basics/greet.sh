# Greet everyone on a list
names=examples/basics/names.txt
if ! [ -f "$names" ]; then
    echo "greet.sh: line 3: $names: no such file" >&2
    exit 1
fi
while read -r name; do
    echo "Hello, $name!"
done <"$names"
